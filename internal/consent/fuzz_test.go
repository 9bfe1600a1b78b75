package consent_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"charte/internal/consent"
)

// A cookie grants something only if it is canonical: writing its choice again gives an
// equivalent cookie (S-06, B-08).
func FuzzJudge(f *testing.F) {
	f.Add(encode(consent.Choice{"statistics": true}), "")
	f.Add(encode(consent.Choice{}), encode(consent.Choice{"video": true}))
	f.Add("%7B%22v%22%3A1%7D", "x")
	f.Add(strings.Replace(encode(consent.Choice{"video": true}), "true", "tru%65", 1), "")
	scope := consent.NewScope(purposes())
	f.Fuzz(func(t *testing.T, first, second string) {
		values := []string{first}
		if second != "" {
			values = append(values, second)
		}
		v := terms().Judge(values, now)
		if !v.Valid {
			if v.Preferences.Choice.Grants() {
				t.Fatalf("%q: not valid, and grants", values)
			}
			return
		}
		if second != "" && second != first {
			t.Fatalf("%q disagree and are valid", values)
		}
		if v.Preferences.Day.After(now.Add(24*time.Hour)) || !now.Before(v.Preferences.Expires()) {
			t.Fatalf("%q is valid on %v", first, v.Preferences.Day)
		}
		again := consent.Encode(consent.Asked(purposes()), v.Preferences)
		if back := terms().Judge([]string{again}, now); !back.Valid || back.Preferences.Choice.String() != v.Preferences.Choice.String() || v.Preferences.Scope != scope.ID() {
			t.Fatalf("%q is valid, and what it says is not: %q", first, again)
		}
		if text, err := url.PathUnescape(first); err != nil || strings.Count(text, `"statistics"`) > 1 {
			t.Fatalf("%q is valid", first)
		}
	})
}
