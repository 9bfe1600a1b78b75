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
	objected := consent.Objection{}.With(objectable(), []string{"audience", "help"}, now)
	f.Add(consent.Encode(objectable(), consent.Unanswered(objected)), "")
	f.Add(consent.Encode(objectable(), consent.Unanswered(objected.Without(objectable(), []string{"help"}, now))), encode(consent.Choice{}))
	f.Add(strings.Replace(consent.Encode(objectable(), consent.Unanswered(objected)), "audience.help", "help.audience.", 1), "")
	f.Fuzz(func(t *testing.T, first, second string) {
		values := []string{first}
		if second != "" {
			values = append(values, second)
		}
		checkObjections(t, objectableTerms(objectable()).Judge(values, now))
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

// checkObjections fails unless an objection names each of today's purposes at most once,
// on a day, and comes back as it was judged.
func checkObjections(t *testing.T, v consent.Verdict) {
	o := v.Preferences.Objection
	if !v.Valid && v.Preferences.Choice.Grants() || len(o.Purposes) > 2 || len(o.Purposes) > 0 && !o.Made() || o.Day.After(now.Add(24*time.Hour)) {
		t.Fatalf("judged as %+v", v)
	}
	if !o.Made() {
		return
	}
	back := objectableTerms(objectable()).Judge([]string{consent.Encode(objectable(), consent.Unanswered(o))}, now)
	if alive := now.Before(consent.Unanswered(o).LastDay().AddDate(0, 0, 1)); alive && back.Preferences.Objection.To("audience") != o.To("audience") {
		t.Fatalf("%+v came back as %+v", o, back)
	}
}
