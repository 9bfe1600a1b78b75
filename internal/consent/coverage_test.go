package consent_test

import (
	"testing"
	"time"

	"charte/internal/consent"
)

func scopeOf(trackers ...string) consent.Scope {
	return consent.NewScope([]consent.Purpose{{ID: "statistics", Trackers: trackers}})
}

func TestAChoiceHoldsForTheNewReadingOfTheCharterThatItWasMadeUnder(t *testing.T) {
	t.Parallel()
	old, read := scopeOf("SESS&lt", "ID&gt"), scopeOf("SESS<ID>")
	name, value := consent.Coverage{Scope: read, By: old}.Note()
	history := []consent.Period{{Name: name, Value: value}, {Name: consent.NoteScope, Value: read.Hash()}}
	for _, c := range []struct {
		name        string
		agreed, now consent.Scope
		added       int
	}{
		{"the same charter", old, read, 0},
		{"an earlier charter with more", scopeOf("SESS&lt", "ID&gt", "_ga"), read, 0},
		{"an earlier charter with less", scopeOf("SESS&lt"), read, 1},
		{"less than the new reading, after an edit", old, scopeOf(), 0},
		{"more than the new reading, after an edit", old, scopeOf("SESS<ID>", "_ga"), 1},
	} {
		known := map[string]consent.Scope{c.agreed.ID(): c.agreed}
		terms := consent.Terms{Scope: c.now, Purposes: []consent.Purpose{{ID: "statistics"}},
			Covered: consent.NewCoverages(history, []consent.Scope{old, read}),
			Known:   func(id string) (consent.Scope, bool) { s, found := known[id]; return s, found }}
		choice := consent.Choice{"statistics": true}
		cookie := consent.Encode(c.agreed.Purposes(), consent.NewPreferences(choice, time.Now(), c.agreed))
		got := terms.Judge([]string{cookie}, time.Now())
		if got.Valid != (c.added == 0) || len(got.Added) != c.added {
			t.Errorf("%s: valid %v, added %v, %s", c.name, got.Valid, got.Added, got.Why)
		}
	}
}

func TestACoverageOfACoverageHoldsToo(t *testing.T) {
	t.Parallel()
	a, b, c := scopeOf("a"), scopeOf("b"), scopeOf("c")
	all := consent.Coverages{{Scope: c, By: b}, {Scope: b, By: a}}
	if !all.Widen(a).Contains(c) || all.Widen(c).Contains(a) {
		t.Error("widened wrongly")
	}
}

// A visitor who refused a purpose before it grew is not asked again because another
// purpose, which was granted, is read differently.
func TestAPurposeIsCoveredByItself(t *testing.T) {
	t.Parallel()
	scope := func(statistics, video string) consent.Scope {
		return consent.NewScope([]consent.Purpose{{ID: "statistics", Trackers: []string{statistics}}, {ID: "video", Trackers: []string{video}}})
	}
	chosen, served, read := scope("a", "oldvideo"), scope("b", "oldvideo"), scope("b", "newvideo")
	all := consent.Coverages{{Scope: read, By: served}}
	if asked := read.Reasks(all.Widen(chosen), consent.Choice{"video": true}); len(asked) > 0 {
		t.Errorf("asks again about %v", asked)
	}
}
