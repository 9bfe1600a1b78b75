package proof

import (
	"cmp"
	"io"
	"slices"
	"time"

	"charte/internal/consent"
	"charte/internal/csv"
)

// Listing is a time during which a tracker was declared. Until is zero while it is.
type Listing struct {
	consent.Declared
	From, Until time.Time
}

// Listings turns the history into the answer to "which trackers were listed in
// March?": each time that each tracker was declared, in order.
func Listings(history []consent.Period) (all []Listing) {
	open := map[consent.Declared]int{} // index of its listing in all
	for _, p := range named(history, consent.NoteTrackers) {
		still := map[consent.Declared]int{}
		for _, d := range consent.ParseDeclared(p.Value) {
			at, known := open[d]
			if !known {
				at, known = still[d]
			}
			if !known {
				at, all = len(all), append(all, Listing{Declared: d, From: p.From})
			}
			all[at].Until = p.Until
			still[d] = at
		}
		open = still
	}
	slices.SortStableFunc(all, func(a, b Listing) int {
		return cmp.Or(cmp.Compare(a.Purpose, b.Purpose), cmp.Compare(a.Tracker, b.Tracker), a.From.Compare(b.From))
	})
	return all
}

func writeTrackers(w io.Writer, format csv.Format, history []consent.Period) error {
	if err := format.WriteHead(w, []string{"tracker", "provider", "purpose", "declared_from", "declared_until"}); err != nil {
		return err
	}
	for _, l := range Listings(history) {
		if err := format.WriteRow(w, []string{l.Tracker, l.Provider, l.Purpose, moment(l.From), moment(l.Until)}); err != nil {
			return err
		}
	}
	return nil
}

// writeHistory writes every period of the history but the trackers, which have a
// file of their own.
func writeHistory(w io.Writer, format csv.Format, history []consent.Period) error {
	if err := format.WriteHead(w, []string{"what", "value", "from", "until"}); err != nil {
		return err
	}
	for _, p := range history {
		if p.Name == consent.NoteTrackers {
			continue
		}
		if err := format.WriteRow(w, []string{p.Name, p.Value, moment(p.From), moment(p.Until)}); err != nil {
			return err
		}
	}
	return nil
}

// moment writes a time, and nothing for "until now".
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
