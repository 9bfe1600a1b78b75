package proof

import (
	"context"
	"html/template"
	"io"
	"time"

	"charte/internal/consent"
	"charte/internal/csv"
	"charte/internal/i18n"
	"charte/locales"
)

// indexData is what locales/dossier.fr.html is filled with.
type indexData struct {
	Controller string
	Now        time.Time
	From, To   time.Time // zero: no limit
	Verdict    Verdict
	Head       string
	// Accepted, Custom, Refused and Seen count the decisions of the days.
	Accepted, Custom, Refused, Seen int64
	// Withdrawn counts the refusals that ended a grant, of the days whose records are left.
	Withdrawn int64
	Texts     []shownText
	Scopes    []consent.Scope
	Stamps    []Stamp
}

// Title returns the title of a purpose in the latest French text that has one, or else
// in any other; empty: no text has one.
func (d indexData) Title(id string) (title string) {
	for _, t := range d.Texts {
		if t.titles[id] != "" && (title == "" || t.Language == locales.Original) {
			title = t.titles[id]
		}
	}
	return title
}

// Decided is the number of visitors' answers.
func (d indexData) Decided() int64 { return d.Accepted + d.Custom + d.Refused }

// Share returns a part of the answers in percent, rounded.
func (d indexData) Share(n int64) int64 {
	if d.Decided() == 0 {
		return 0
	}
	return (200*n/d.Decided() + 1) / 2
}

// Last returns the latest time stamp, or nil.
func (d indexData) Last() *Stamp {
	if len(d.Stamps) == 0 {
		return nil
	}
	return &d.Stamps[len(d.Stamps)-1]
}

// writeIndex writes the first page of the dossier, in French: what it is about, and
// each text with the time in which it was shown.
func (d Dossier) writeIndex(ctx context.Context, w io.Writer, v Verdict, history []consent.Period, texts []shownText, scopes []consent.Scope) error {
	catalog, err := i18n.Load(locales.Files)
	if err != nil {
		return err
	}
	words := catalog.Words(locales.Original)
	french, err := csv.In(locales.Original)
	if err != nil {
		return err
	}
	page, err := template.New("index").Funcs(template.FuncMap{
		"date": words.Date, "number": func(n int64) string { return words.Number(int(n)) }, "word": func(d consent.Decision) string { return french.Word(string(d)) },
	}).Parse(locales.DossierIndex)
	if err != nil {
		return err
	}
	data := indexData{Now: d.Now.UTC(), Verdict: v, Head: FormatHead(v.Head), Texts: texts, Scopes: scopes, Withdrawn: v.recorded.withdrawnIn(d.Days)}
	if d.Days.From.Year() > 1 {
		data.From = d.Days.From
	}
	if d.Days.To.Year() < 9999 {
		data.To = d.Days.To
	}
	for _, p := range named(history, consent.NoteController) {
		data.Controller = p.Value
	}
	if data.Stamps, err = ReadStamps(d.Stamps); err != nil {
		return err
	}
	if err := data.count(ctx, d); err != nil {
		return err
	}
	return page.Execute(w, data)
}

// count counts the decisions of the days.
func (d *indexData) count(ctx context.Context, of Dossier) error {
	totals, err := of.Registry.Totals(ctx, of.Days.From, of.Days.To)
	for _, t := range totals {
		switch t.Decision {
		case consent.Accept:
			d.Accepted += t.Count
		case consent.Custom:
			d.Custom += t.Count
		case consent.Refuse:
			d.Refused += t.Count
		case consent.Seen:
			d.Seen += t.Count
		}
	}
	return err
}
