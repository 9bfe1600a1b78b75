package proof

import (
	"errors"
	"fmt"
	"io"
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
}

// surfaces are the French names of the surfaces, as part of a file's name.
var surfaces = map[consent.Surface]string{consent.Banner: "bandeau", consent.Charter: "charte"}

// newShownText returns a text with a name that no other has.
func newShownText(hash string, t consent.Text, others []shownText) shownText {
	s := shownText{Hash: hash, Language: t.Language, Scope: t.Scope, Surface: t.Surface, FirstServed: t.FirstServed}
	base := fmt.Sprintf("%s-%s-%s", t.FirstServed.UTC().Format(time.DateOnly), surfaces[t.Surface], t.Language)
	s.Name = base
	for n := 2; slices.ContainsFunc(others, func(o shownText) bool { return o.Name == s.Name }); n++ {
		s.Name = fmt.Sprintf("%s-%d", base, n)
	}
	return s
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
			err = errors.Join(err, sheet.WriteRow(w, []string{t.Hash, t.Language, string(t.Surface), t.Scope, t.FirstServed.Format(time.DateOnly), moment(p.From), moment(p.Until), t.Name + ".html"}))
		}
	}
	return err
}
