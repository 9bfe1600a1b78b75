package docs_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	namedTest  = regexp.MustCompile("`(Test[A-Za-z]+|e2e/[a-z-]+\\.test\\.mjs)`")
	declared   = regexp.MustCompile(`(?m)^func (Test[A-Za-z]+)\(`)
	ourCommand = regexp.MustCompile("(?m)^## `(charte [a-z ]+)`$")
)

// Every reassuring statement has at least three conditions that must make it false,
// and each condition a test that exists. Every command makes at least one statement.
func TestEveryAssuranceIsTried(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("assurances.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := allTests(t)
	statements := strings.Split(string(text), "\n## ")[1:]
	for _, statement := range statements {
		title, body, _ := strings.Cut(statement, "\n")
		conditions := 0
		for line := range strings.Lines(body) {
			if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| must be false if") {
				continue
			}
			conditions++
			named := namedTest.FindAllStringSubmatch(line, -1)
			if len(named) == 0 {
				t.Errorf("%s: no test tries %s", title, line)
			}
			for _, name := range named {
				if !slices.Contains(tests, name[1]) {
					t.Errorf("%s: there is no test %s", title, name[1])
				}
			}
		}
		if conditions < 3 {
			t.Errorf("%s: %d conditions, want 3 at least", title, conditions)
		}
	}
	for _, command := range ourCommand.FindAllStringSubmatch(read(t, "en", "reference"), -1) {
		if !slices.ContainsFunc(statements, func(s string) bool { return strings.HasPrefix(s, "`"+command[1]+"`") }) {
			t.Errorf("no statement of %s is listed", command[1])
		}
	}
}

// allTests returns the names of all Go tests and the paths of the browser tests.
func allTests(t *testing.T) (names []string) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".git"):
			return fs.SkipDir
		case strings.HasSuffix(path, ".test.mjs"):
			names = append(names, strings.TrimPrefix(filepath.ToSlash(path), "../"))
		case strings.HasSuffix(path, "_test.go"):
			source, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, name := range declared.FindAllStringSubmatch(string(source), -1) {
				names = append(names, name[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
