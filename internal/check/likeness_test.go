package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/charter"
	"charte/internal/check"
)

// mismatch returns the problem and the fix of language-mismatch for a file, or "".
func mismatch(original string, files ...check.File) string {
	in := check.Input{Files: files, Charter: &charter.Charter{Settings: charter.Settings{Language: original}}}
	for _, f := range check.Run(in).Findings {
		if f.Rule.ID == "language-mismatch" {
			return f.Problem.String() + " " + f.Fix.String()
		}
	}
	return ""
}

func sampleText(t *testing.T, language string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/languages/" + language + ".md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Each of the seven languages is recognised under the name of every other, and no text is
// reported under its own.
func TestTextsInAnotherLanguageThanTheirNameAreReported(t *testing.T) {
	t.Parallel()
	seven := []string{"fr", "en", "de", "es", "it", "nl", "pt"}
	for _, text := range seven {
		for _, named := range seven {
			got := mismatch(named, check.File{Name: "charter.md", Text: sampleText(t, text)})
			want := "Write lang: " + text + " in the front matter"
			if (text == named) != (got == "") || text != named && !strings.Contains(got, want) {
				t.Errorf("%s served as %s: %q", text, named, got)
			}
			if got := mismatch("fr", check.File{Name: "charter." + named + ".md", Text: sampleText(t, text)}); (got == "") != (text == named) {
				t.Errorf("%s as charter.%s.md: %q", text, named, got)
			}
		}
	}
}

// Languages without frequent words are reported only for a copy of the original.
func TestOtherLanguagesAreReportedOnlyAsCopiesOfTheOriginal(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"ca", "oc"} {
		for _, original := range []string{"fr", "en", "de", "es", "it", "nl", "pt"} {
			if got := mismatch(original, check.File{Name: "charter." + language + ".md", Text: sampleText(t, language)}); got != "" {
				t.Errorf("%s beside %s: %q", language, original, got)
			}
		}
	}
	if got := mismatch("fr", check.File{Name: "charter.br.md", Text: sampleText(t, "fr")}); !strings.Contains(got, `looks like "fr", but is served as "br"`) {
		t.Errorf("a French copy as Breton: %q", got)
	}
	if got := mismatch("fr", check.File{Name: "charter.br.md", Text: sampleText(t, "en")}); got != "" {
		t.Errorf("English as Breton: %q", got)
	}
}

// No shipped text, no charter of a test and no text of the built-in files is reported.
func TestShippedTextsLookLikeTheirLanguage(t *testing.T) {
	t.Parallel()
	var names []string
	for _, pattern := range []string{"../../locales/active.*.toml", "../../charter*.md", "../charter/testdata/demo/charter*.md", "testdata/clean/charter*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) < 2 {
			t.Fatalf("%s: %v %v", pattern, found, err)
		}
		names = append(names, found...)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := mismatch("fr", check.File{Name: filepath.Base(name), Text: string(text)}); got != "" {
			t.Errorf("%s: %s", name, got)
		}
		if got := mismatch("nl", check.File{Name: "charter.md", Text: string(text)}); got == "" {
			t.Errorf("%s is not reported as Dutch", name)
		}
	}
}
