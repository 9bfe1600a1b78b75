package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	row      = regexp.MustCompile(`(?m)^\|.*\|$`)
	file     = regexp.MustCompile("`((?:[a-z0-9_-]+/)+[a-z0-9_.-]+\\.(?:mjs|go))`")
	goTest   = regexp.MustCompile(`\bTest[A-Z]\w+`)
	title    = regexp.MustCompile(`"([^"]{20,})"`)
	internal = regexp.MustCompile(`\]\(([a-zA-Z0-9_./-]+\.(?:md|png|py|json))(?:#[a-z0-9-]+)?\)`)
)

// Each row of browser-facts.md names files that exist, and tests that are in one of them.
func TestBrowserFactsNameTestsThatExist(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("browser-facts.md")
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, line := range row.FindAllString(string(text), -1) {
		var code strings.Builder
		for _, name := range file.FindAllStringSubmatch(line, -1) {
			content, err := os.ReadFile(filepath.Join("..", name[1]))
			if err != nil {
				t.Error(err)
			}
			code.WriteString(strings.ReplaceAll(string(content), "’", "'"))
		}
		cells := strings.Split(line, "|")
		tests := goTest.FindAllString(line, -1)
		for _, quoted := range title.FindAllStringSubmatch(cells[len(cells)-2], -1) {
			tests = append(tests, strings.Split(quoted[1], "…")...) // a title with a variable part
		}
		for _, name := range tests {
			held++
			if !strings.Contains(code.String(), name) {
				t.Errorf("%q is in none of the files of its row:\n%s", name, line)
			}
		}
	}
	if held < 20 {
		t.Errorf("browser-facts.md names only %d tests", held)
	}
}

func TestLinksBetweenDocumentsLeadToFiles(t *testing.T) {
	t.Parallel()
	links := 0
	for name, text := range sources(t) {
		if filepath.Ext(name) != ".md" {
			continue
		}
		for _, to := range internal.FindAllStringSubmatch(text, -1) {
			links++
			if _, err := os.Stat(filepath.Join("..", filepath.Dir(name), to[1])); err != nil {
				t.Errorf("%s leads to %v", name, err)
			}
		}
	}
	if links < 20 {
		t.Errorf("only %d links were found", links)
	}
}
