package proof_test

import (
	"fmt"
	"strings"
	"testing"

	"charte/internal/consent"
	"charte/internal/proof"
)

func TestATrackerIsListedFromItsFirstDayToItsLast(t *testing.T) {
	t.Parallel()
	r := open(t)
	note := func(month int, trackers ...string) {
		var all []consent.Declared
		for _, name := range trackers {
			all = append(all, consent.Declared{Purpose: "statistics", Provider: "Matomo", Tracker: name})
		}
		must(t, r.Note(t.Context(), consent.NoteTrackers, consent.FormatDeclared(all), start.AddDate(0, month, 0)))
	}
	note(0, "a", "b")
	note(1, "a", "b", "c", "c") // a repeated row is one tracker
	note(2, "a")
	note(3, "a", "b")
	must(t, r.Note(t.Context(), consent.NoteScope, "x", start.AddDate(0, 4, 0)))
	history, err := r.History(t.Context())
	must(t, err)
	var got []string
	for _, l := range proof.Listings(history) {
		until := "now"
		if !l.Until.IsZero() {
			until = fmt.Sprint(l.Until.Month())
		}
		got = append(got, fmt.Sprintf("%s from %s until %s", l.Tracker, l.From.Month(), until))
	}
	want := "a from March until now\nb from March until May\nb from June until now\nc from April until May"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}
