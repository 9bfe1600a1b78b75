package docs_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	requirement = regexp.MustCompile(`(?m)^\| ([ABCDHPSX]-[0-9]{2}) \|`)
	citation    = regexp.MustCompile(`\b[ABCDHPSX]-[0-9]{2}\b`)
)

// uncited are the requirements of compliance.md that no test holds, with the reason.
var uncited = map[string]string{
	"C-27": "an organisation's: contracts between the controller, the platform, the host and the providers; charte check asks a person (contracts)",
	"H-05": "an organisation's: how an exempt audience tool is set up and what its provider does with the data; charte check asks a person (exempt-audience)",
	"P-13": "an organisation's: the agreement with the public archives; charte check asks a person (archives)",
}

func TestEveryRequirementIsCitedByATestOrListedWithItsReason(t *testing.T) {
	t.Parallel()
	known, tests := requirements(t), map[string]string{}
	for name, text := range sources(t) {
		if !isTest(name) || name == "docs/compliance_test.go" {
			continue
		}
		for _, id := range citation.FindAllString(text, -1) {
			tests[id] = name
		}
	}
	for _, id := range known {
		cited, reason := tests[id], uncited[id]
		if cited == "" && reason == "" {
			t.Errorf("no test cites %s: cite it at the test that holds it, or list it in uncited with the reason", id)
		}
		if cited != "" && reason != "" {
			t.Errorf("%s cites %s: remove the id from uncited", cited, id)
		}
	}
	for id := range uncited {
		if !slices.Contains(known, id) {
			t.Errorf("uncited lists %s, which compliance.md does not have", id)
		}
	}
}

func TestEveryCitedRequirementExists(t *testing.T) {
	t.Parallel()
	known, citations := requirements(t), 0
	for name, text := range sources(t) {
		for _, id := range citation.FindAllString(text, -1) {
			citations++
			if !slices.Contains(known, id) {
				t.Errorf("%s cites %s, which docs/compliance.md does not have", name, id)
			}
		}
	}
	if citations < 500 {
		t.Errorf("only %d citations were found: are all folders read?", citations)
	}
}

// requirements returns the ids of compliance.md, and fails if one is there twice.
func requirements(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("compliance.md")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, row := range requirement.FindAllStringSubmatch(string(text), -1) {
		if slices.Contains(ids, row[1]) {
			t.Errorf("compliance.md has %s twice", row[1])
		}
		ids = append(ids, row[1])
	}
	if len(ids) < 100 {
		t.Fatalf("compliance.md has only %d requirements", len(ids))
	}
	return ids
}

// isTest reports whether a file is a test or a part of one.
func isTest(name string) bool {
	return strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "e2e/") && path.Ext(name) == ".mjs"
}

// sources returns every file that people write, by its path from the root of the
// repository.
func sources(t *testing.T) map[string]string {
	t.Helper()
	const written = " .go .templ .mjs .js .css .md .toml .yml .yaml .sh .py .service .socket "
	texts := map[string]string{}
	err := filepath.WalkDir("..", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{".git", "node_modules", "out", "dist", "testdata"}, entry.Name()) {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.Contains(written, " "+filepath.Ext(file)+" ") {
			return nil
		}
		text, err := os.ReadFile(file)
		name := filepath.ToSlash(strings.TrimPrefix(file, ".."+string(filepath.Separator)))
		texts[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
