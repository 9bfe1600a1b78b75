package trouble_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/message"
	"charte/internal/trouble"
	"charte/locales"
)

var update = flag.Bool("update", false, "write the tables of the guides")

// The guides contain the table of the program, in their language.
func TestGuidesContainTheTable(t *testing.T) {
	t.Parallel()
	catalog, err := message.Load(locales.Operator)
	if err != nil {
		t.Fatal(err)
	}
	for name, words := range map[string]message.Words{"en/troubleshooting.md": nil, "fr/depannage.md": catalog["fr"]} {
		path := filepath.Join("..", "..", "docs", filepath.FromSlash(name))
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want := withTable(t, string(text), words)
		if *update {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if want != string(text) {
			t.Errorf("docs/%s differs from the table in internal/trouble (go test ./internal/trouble -update rewrites it)", name)
		}
	}
}

// withTable replaces the rows below the header of the guide's table.
func withTable(t *testing.T, guide string, words message.Words) string {
	t.Helper()
	before, rest, found := strings.Cut(guide, "\n|---|---|\n")
	_, after, ended := strings.Cut(rest, "\n\n")
	if !found || !ended {
		t.Fatal("the guide has no table")
	}
	var rows strings.Builder
	for _, e := range trouble.Entries() {
		fmt.Fprintf(&rows, "| %s | %s |\n", words.Say(e.What), words.Say(e.Do))
	}
	return before + "\n|---|---|\n" + rows.String() + "\n" + after
}
