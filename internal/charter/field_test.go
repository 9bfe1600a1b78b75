package charter_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/charter"
)

// reading writes what the program reads of a charter: each tracker with its providers,
// purpose and duration, then each finding.
func reading(t *testing.T, text string) string {
	t.Helper()
	loaded, err := load(text, "")
	var b strings.Builder
	var faults charter.Faults
	if err != nil && !errors.As(err, &faults) {
		t.Fatal(err)
	}
	if loaded != nil {
		for _, p := range loaded.In("fr").Purposes {
			for _, tracker := range p.Trackers {
				fmt.Fprintf(&b, "%s: %s | %s | %s | %s\n", p.ID, tracker.ID(), strings.Join(tracker.Providers, " + "), tracker.Purpose, tracker.Duration)
			}
		}
		faults = append(faults, loaded.Warnings...)
	}
	for _, f := range faults {
		fmt.Fprintf(&b, "%d: %s\n", f.Line, f.Problem)
	}
	return b.String()
}

// Each charter of testdata/field, in the manner of a real one, gives the reading in
// the file beside it: every fact is read, or named in a finding.
func TestChartersOfTheFieldAreReadAsWritten(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/field/*.md")
	if err != nil || len(files) < 40 {
		t.Fatal(err, len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".md"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, beside := reading(t, string(text)), strings.TrimSuffix(file, ".md")+".want"
			if *update {
				if err := os.WriteFile(beside, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(beside)
			if err != nil || got != string(want) {
				t.Errorf("%v\ngot\n%s\nwant\n%s", err, got, want)
			}
		})
	}
}
