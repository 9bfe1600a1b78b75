package proof

import (
	"cmp"
	"io"
	"slices"
	"strings"
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
		if err := format.WriteRow(w, []string{words(format, p.Name), valueCell(format, p), moment(p.From), moment(p.Until)}); err != nil {
			return err
		}
	}
	return nil
}

// words translates each word and each name=value of a note for a reader of the sheet.
func words(format csv.Format, note string) string {
	all := strings.Split(note, " ")
	for i, word := range all {
		name, value, valued := strings.Cut(word, "=")
		all[i] = format.Word(name)
		if valued {
			all[i] += "=" + format.Word(value)
		}
	}
	return strings.Join(all, " ")
}

// valueCell translates the values that this program composes of words. The others are
// hashes, and the name of the controller.
func valueCell(format csv.Format, p consent.Period) string {
	if p.Name == consent.NoteConfiguration || p.Name == consent.NoteUnrecorded {
		return words(format, p.Value)
	}
	return p.Value
}

// moment writes a time, and nothing for "until now".
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
