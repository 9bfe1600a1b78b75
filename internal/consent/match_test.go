package consent_test

import (
	"regexp"
	"strings"
	"testing"

	"charte/internal/consent"
)

func TestNamesMatchAsDeclared(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		declared, name string
		want           bool
	}{
		{"_ga", "_ga", true},
		{"_ga", "_gat", false},
		{"_ga", "x_ga", false},
		{"_GA", "_ga", false}, // names of cookies are told apart by case
		{"_ga_*", "_ga_", true},
		{"_ga_*", "_ga_1A2B3C", true},
		{"_ga_*", "_ga", false},
		{"_pk_id.*", "_pk_id.1.1fff", true},
		{"_pk_id.*", "_pk_idx1", false}, // the point is a point
		{"_pk_ses#", "_pk_ses1", true},
		{"_pk_ses#", "_pk_ses12", true},
		{"_pk_ses#", "_pk_ses", false},
		{"_pk_ses#", "_pk_ses1a", false},
		{"_pk_ses#", "_pk_ses٣", false},
		{"a#b#c", "a12b3c", true},
		{"a##", "a1", false},
		{"a##", "a12", true},
		{"*_id", "visitor_id", true},
		{"a*b*c", "axxbyyc", true},
		{"a*b*c", "acb", false},
		{"*#", "x9", true},
		{"#*", "9x9x", true},
		{"*", "", true},
		{"", "", true},
		{"", "x", false},
	} {
		if got := consent.Matches(c.declared, c.name); got != c.want {
			t.Errorf("%q for %q: %t", c.declared, c.name, got)
		}
	}
}

// The second opinion is a regular expression.
func FuzzMatches(f *testing.F) {
	f.Add("_ga_*", "_ga_1A2B3C")
	f.Add("a#*#b", "a1x22b")
	f.Add("#", "00")
	f.Fuzz(func(t *testing.T, declared, name string) {
		if len(declared) > 100 || !plainASCII(declared+name) {
			return // a regular expression reads runes; cookie names are ASCII
		}
		pattern := strings.NewReplacer(`\*`, `(?s:.*)`, `#`, `[0-9]+`).Replace(regexp.QuoteMeta(declared))
		want := regexp.MustCompile(`\A` + pattern + `\z`).MatchString(name)
		if got := consent.Matches(declared, name); got != want {
			t.Errorf("%q for %q: %t, want %t", declared, name, got, want)
		}
	})
}

func plainASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > 126 })
}
