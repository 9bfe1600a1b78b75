package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	code         = regexp.MustCompile("(?ms)^```.*?^```$|`[^`\n]*`")
	plainSpace   = regexp.MustCompile(`(?m).{0,30}(?: [:;!?»](?:[\s)|.,*]|$)|« ).{0,10}`)
	straightMark = regexp.MustCompile(`.{0,20}\pL'\pL.{0,10}`)
)

// The French guides have a no-break space before : ; ! ? and inside « », and curly
// apostrophes. Code is exempt.
func TestFrenchGuidesHaveFrenchTypography(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("fr/*.md")
	if err != nil || len(files) != len(guides) {
		t.Fatalf("%d French guides, want %d: %v", len(files), len(guides), err)
	}
	for _, file := range append(files, "apparence.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		prose := code.ReplaceAllStringFunc(string(text), func(s string) string { return strings.Repeat("x", len(s)) })
		for _, wrong := range append(plainSpace.FindAllString(prose, -1), straightMark.FindAllString(prose, -1)...) {
			t.Errorf("%s: write a no-break space or a curly apostrophe in %q", file, wrong)
		}
	}
}
