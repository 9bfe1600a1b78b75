package proof

import (
	"bytes"
	"slices"
	"strings"
	"text/template"
	"time"

	"charte/internal/consent"
	"charte/internal/i18n"
	"charte/locales"
)

// readmeData is what locales/dossier.fr.txt is filled with.
type readmeData struct {
	Now time.Time
	// From and To are the first and the last day; empty: no limit.
	From, To string
	// Records is the number of rows, First and Head are the ends of the chain.
	Records, First int64
	Head           consent.Link
	HeadText       string
	// Exported is the number of the last record in the dossier; 0: it has none.
	Exported int64
	// Mismatches is the number of totals that differ from the records. TotalsFrom is the
	// first day that was compared; empty: all days.
	Mismatches int
	TotalsFrom string
	// Compared is the number of heads stored elsewhere that were compared.
	Compared int
	// Purged is the number of the last row that was purged; 0: none was.
	Purged int64
	Pictured
	NoPictures string
	Lost       []loss
	// Stamped is the number of time stamps, and LastStamp the latest. Authority is true
	// if the authority's certificate is in the dossier.
	Stamped   int
	LastStamp Stamp
	Authority bool
}

// loss is the number of decisions that were not recorded since a start of the
// service. At is zero if Start is no time.
type loss struct {
	Count, Start string
	At           time.Time
}

// readme returns the README of the dossier, in French.
func (d Dossier) readme(v Verdict, history []consent.Period, pictures Pictured, stamps []Stamp, authority bool) ([]byte, error) {
	catalog, err := i18n.Load(locales.Files)
	if err != nil {
		return nil, err
	}
	date := catalog.Words(locales.Original).Date
	day := func(t time.Time, open bool) string {
		if open {
			return ""
		}
		return date(t)
	}
	text, err := template.New("dossier").Funcs(template.FuncMap{"date": date}).Parse(locales.Dossier)
	if err != nil {
		return nil, err
	}
	var last Stamp
	if len(stamps) > 0 {
		last = stamps[len(stamps)-1]
		last.At = last.At.UTC()
	}
	var out bytes.Buffer
	err = text.Execute(&out, readmeData{
		Stamped: len(stamps), LastStamp: last, Authority: authority,
		Now:     d.Now.UTC(),
		From:    day(d.Days.From, d.Days.From.Year() <= 1),
		To:      day(d.Days.To, d.Days.To.Year() >= 9999),
		Records: v.Records(), First: v.After.Sequence + 1, Head: v.Head, HeadText: FormatHead(v.Head),
		Exported: v.recorded.lastIn(d.Days), Mismatches: len(v.Mismatches), TotalsFrom: day(v.TotalsFrom(), v.TotalsFrom().IsZero()),
		Compared: v.Compared(d.Heads), Purged: v.After.Sequence,
		Pictured: pictures, NoPictures: d.NoPictures,
		Lost: losses(named(history, consent.NoteUnrecorded)),
	})
	return out.Bytes(), err
}

// losses returns what was lost since each start of the service, in the order of the
// notes. The count grows while the service runs, so the last note of a start counts.
func losses(noted []consent.Period) []loss {
	var all []loss
	for _, p := range noted {
		count, start, _ := strings.Cut(p.Value, " since ")
		i := slices.IndexFunc(all, func(l loss) bool { return l.Start == start })
		if i < 0 {
			at, _ := time.Parse(time.RFC3339, start)
			i, all = len(all), append(all, loss{Start: start, At: at.UTC()})
		}
		all[i].Count = count
	}
	return all
}
