package proof

import (
	"cmp"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"slices"
	"time"

	"charte/internal/consent"
	"charte/internal/csv"
)

// shownText is a text in a dossier.
type shownText struct {
	// Name is that of its files, without extension, such as 2026-11-27-bandeau-fr.
	Name, Hash, Language, Scope string
	Surface                     consent.Surface
	FirstServed                 time.Time
	// Periods are the times in which it was what an undecided visitor saw.
	Periods []consent.Period
	// Pictured is true if the dossier has pictures of it.
	Pictured bool
	titles   map[string]string // of its purposes, by id
	all      []shownText       // all texts of the dossier
}

// surfaces are the French names of the surfaces, as part of a file's name.
var surfaces = map[consent.Surface]string{consent.Banner: "bandeau", consent.Charter: "charte"}

// newShownText returns a text without a name.
func newShownText(hash string, t consent.Text, history []consent.Period) shownText {
	s := shownText{Hash: hash, Language: t.Language, Scope: t.Scope, Surface: t.Surface, FirstServed: t.FirstServed}
	for _, p := range named(history, consent.NoteText(t.Language, t.Surface)) {
		if p.Value == hash {
			s.Periods = append(s.Periods, p)
		}
	}
	return s
}

// start returns the start of the first period; without one, the day on which the text
// was first served.
func (s shownText) start() time.Time {
	if len(s.Periods) > 0 {
		return s.Periods[0].From
	}
	return s.FirstServed
}

// nameTexts sorts the texts by surface, language and start, and gives each its name. Of
// texts with the same surface, language and day, it numbers those after the first.
func nameTexts(all []shownText) {
	slices.SortFunc(all, func(a, b shownText) int {
		return cmp.Or(cmp.Compare(a.Surface, b.Surface), cmp.Compare(a.Language, b.Language), a.start().Compare(b.start()), cmp.Compare(a.Hash, b.Hash))
	})
	last := map[string]int{}
	for i := range all {
		s := &all[i]
		s.Name = fmt.Sprintf("%s-%s-%s", s.FirstServed.UTC().Format(time.DateOnly), surfaces[s.Surface], s.Language)
		if last[s.Name]++; last[s.Name] > 1 {
			s.Name += fmt.Sprintf("-%d", last[s.Name])
		}
		s.all = all
	}
}

// Precise reports whether another text of the same surface and language began on the
// day of at, so that the time of day needs seconds.
func (s shownText) Precise(at time.Time) bool {
	begun := 0
	for _, other := range s.all {
		for _, p := range other.Periods {
			if p.Name == consent.NoteText(s.Language, s.Surface) && p.From.UTC().Format(time.DateOnly) == at.UTC().Format(time.DateOnly) {
				begun++
			}
		}
	}
	return begun > 1
}

// title matches the label of a purpose on the charter page.
var title = regexp.MustCompile(`<label for="purpose-([^"]+)">([^<]+)</label>`)

// titlesIn returns the titles of the purposes that a text asks about, by id.
func titlesIn(t consent.Text) map[string]string {
	titles := map[string]string{}
	for _, match := range title.FindAllSubmatch(t.HTML, -1) {
		titles[string(match[1])] = html.UnescapeString(string(match[2]))
	}
	return titles
}

// writeTexts writes the list of the texts, with a line for each period.
func writeTexts(w io.Writer, sheet csv.Format, all []shownText) error {
	err := sheet.WriteHead(w, []string{"text", "language", "surface", "scope", "first_served", "in_force_from", "in_force_until", "file"})
	for _, t := range all {
		periods := t.Periods
		if len(periods) == 0 { // shown to visitors who had chosen already, or sent Sec-GPC
			periods = []consent.Period{{}}
		}
		for _, p := range periods {
			err = errors.Join(err, sheet.WriteRow(w, []string{t.Hash, t.Language, sheet.Word(string(t.Surface)), t.Scope, t.FirstServed.Format(time.DateOnly), moment(p.From), moment(p.Until), t.Name + ".html"}))
		}
	}
	return err
}
