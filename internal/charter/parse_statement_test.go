package charter_test

import (
	"testing"
	"testing/fstest"

	"charte/internal/charter"
)

// withStatement returns the small charter in two languages, with a list of two items in
// the statement of charter.md and the given front matter of the translation.
func withStatement(t *testing.T, front string) fstest.MapFS {
	t.Helper()
	return fstest.MapFS{
		"charter.md":    {Data: []byte(edit(t, small, "effective: 2026-11-23", "effective: 2026-11-23\naccessibility:\n  nonconformities: [Un, Deux]\n  reply_within: une semaine"))},
		"charter.en.md": {Data: []byte("---\n" + front + "\n---\n" + smallEnglish)},
	}
}

// the texts of the statement can be translated, and a translated list has as
// many items as the original.
func TestStatementCanBeTranslated(t *testing.T) {
	t.Parallel()
	loaded, err := charter.Load(withStatement(t, "accessibility:\n  nonconformities: [One, Two]\n  reply_within: one week"))
	if err != nil {
		t.Fatal(err)
	}
	if s := loaded.In("en").Statement; len(s.NonConformities) != 2 || s.NonConformities[1] != "Two" || s.ReplyWithin != "one week" {
		t.Errorf("the translation is %+v", s)
	}
	if s := loaded.In("fr").Statement; len(s.NonConformities) != 2 || s.NonConformities[1] != "Deux" {
		t.Errorf("the original is %+v", s)
	}
	for front, want := range map[string]string{
		"accessibility:\n  nonconformities: [One]": "charter.en.md:3: nonconformities: items here: 1, in charter.md: 2 — translate each item, in the same order, or delete the key: then the texts of charter.md are shown",
		"accessibility:\n  tools: [axe]":           "charter.en.md:3: tools: items here: 1, in charter.md: 0 — translate each item, in the same order, or delete the key: then the texts of charter.md are shown",
		"accessibility:\n  state: totalement":      `charter.en.md:3: unknown key "state" in accessibility of a translation (the rest belongs in charter.md) — the keys are nonconformities, burden, out_of_scope, environment, tools, pages, reply_within`,
		"accessibility: totalement":                `charter.en.md:2: accessibility of a translation (the rest belongs in charter.md) must be keys with values — write one "key: value" a line`,
	} {
		if _, err := charter.Load(withStatement(t, front)); err == nil || err.Error() != want {
			t.Errorf("%q: got\n%v\nwant\n%s", front, err, want)
		}
	}
}
