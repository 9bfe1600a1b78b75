package consent

import (
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

// The second opinion is a regular expression.
func TestLettersAreCheckedAsWritten(t *testing.T) {
	t.Parallel()
	for name, check := range map[string]struct {
		ours    func(string) bool
		pattern string
		made    string
	}{
		"a hash":     {IsHash, `^[0-9a-f]{64}$`, `([0-9a-f]{62,66}|[0-9a-fA-Fg]{64})`},
		"a language": {isLanguage, `^[a-zA-Z0-9-]{2,35}$`, `[a-zA-Z0-9_-]{0,40}`},
		"a cookie":   {IsCookieName, "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", `[ -~]{0,4}`},
		"a purpose":  {isPurposeID, `^[a-z][a-z0-9_]*$`, `[a-zA-Z0-9_ -]{0,4}`},
	} {
		pattern := regexp.MustCompile(check.pattern)
		rapid.Check(t, func(t *rapid.T) {
			text := rapid.OneOf(rapid.StringMatching(check.made), rapid.String()).Draw(t, "text")
			if got, want := check.ours(text), pattern.MatchString(text); got != want {
				t.Fatalf("%q as %s: %t, want %t", text, name, got, want)
			}
		})
	}
	rapid.Check(t, func(t *rapid.T) {
		text := "https://" + rapid.StringMatching(`[a-z0-9.:/?#@ é-]{0,5}`).Draw(t, "host")
		if isPlainOrigin(text) && !portal.MatchString(text) {
			t.Fatalf("%q is no origin", text)
		}
	})
}
