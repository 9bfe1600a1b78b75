package charter_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/charter"
)

var update = flag.Bool("update", false, "write what the odd charters give now")

// The odd charters are what webmasters really write. The file beside each has the
// expected outcome: its faults, or else its warnings, trackers and HTML.
func TestOddCharters(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/odd/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no odd charters", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".md"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, wantFile := outcome(string(text)), strings.TrimSuffix(file, ".md")+".want"
			if *update {
				if err := os.WriteFile(wantFile, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(wantFile)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func outcome(text string) string {
	loaded, err := load(text, "")
	if err != nil {
		return "faults\n" + err.Error() + "\n"
	}
	var b strings.Builder
	if len(loaded.Warnings) > 0 {
		b.WriteString("warnings\n" + charter.Faults(loaded.Warnings).Error() + "\n")
	}
	for _, p := range loaded.In("fr").Purposes {
		for _, k := range p.Trackers {
			fmt.Fprintf(&b, "%s: %q by %q at %q for %q during %q, line %d\n", p.ID, k.Name, k.Provider, k.Service, k.Purpose, k.Duration, k.Line)
		}
	}
	return b.String() + html(loaded.In("fr")) + "\n"
}
