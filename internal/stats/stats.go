package stats

import (
	"maps"
	"slices"
	"time"

	"charte/internal/consent"
)

// Figures are the totals of some days as tables.
type Figures struct {
	Days, Banners, Purposes, Languages, Texts Table
	// Objections has no rows where nobody ever objected.
	Objections Table
}

// Tables returns all tables in display order.
func (f Figures) Tables() []Table {
	all := []Table{f.Days, f.Banners, f.Purposes, f.Languages, f.Texts}
	if len(f.Objections.Rows) > 0 {
		all = append(all, f.Objections)
	}
	return all
}

// decided returns the columns of all tables except the purposes'.
func decided() []Column { return []Column{Accept, Refuse, Custom, Seen, Shown} }

// column returns the column in which a total is counted.
func column(t consent.Total) Column {
	switch {
	case t.IsBanner():
		return Shown
	case t.Decision == consent.Seen:
		return Seen
	case !t.Choice.Grants():
		return Refuse
	case t.Decision == consent.Accept:
		return Accept
	}
	return Custom
}

// New adds up the totals of the UTC days from one to the other, both included. It has
// a row for every day: a day without decisions is information too.
func New(totals []consent.Total, from, to time.Time) Figures {
	days, banners, purposes, languages, texts, objections := tally{}, tally{}, tally{}, tally{}, tally{}, tally{}
	width := len(decided())
	for day := utcDay(from); !day.After(to); day = day.AddDate(0, 0, 1) {
		days.row(day.Format(time.DateOnly), width)
		banners.row(day.Format(time.DateOnly), 2)
	}
	for _, t := range totals {
		if t.IsObjection() {
			objections.addChoice(t, 1, 0)
			continue
		}
		at, day := slices.Index(decided(), column(t)), t.Day.Format(time.DateOnly)
		days.row(day, width)[at] += t.Count
		languages.row(t.Language, width)[at] += t.Count
		texts.row(t.Text, width)[at] += t.Count
		switch {
		case t.Decision == consent.BannerShown:
			banners.row(day, 2)[0] += t.Count
		case t.Decision == consent.BannerShownAgain:
			banners.row(day, 2)[1] += t.Count
		case t.Decision != consent.Seen:
			purposes.addChoice(t, 0, 1)
		}
	}
	return Figures{
		Days:       days.table("days"),
		Banners:    Table{Name: "banners", Columns: []Column{First, Again}, Parts: 2, Rows: rows(banners)},
		Languages:  languages.table("languages"),
		Texts:      texts.table("texts"),
		Purposes:   Table{Name: "purposes", Columns: []Column{Granted, Denied}, Parts: 2, Rows: rows(purposes)},
		Objections: Table{Name: "objections", Columns: []Column{Objected, Allowed}, Parts: 2, Rows: rows(objections)},
	}
}

// tally holds the numbers of each row, by its key.
type tally map[string][]int64

// row returns the numbers of a key for the caller to change. A new row has width zeros.
func (t tally) row(key string, width int) []int64 {
	if t[key] == nil {
		t[key] = make([]int64, width)
	}
	return t[key]
}

// addChoice adds a total to the rows of its choice's purposes: in column yes if the
// purpose is granted, else in column no.
func (t tally) addChoice(total consent.Total, yes, no int) {
	for id, granted := range total.Choice {
		column := no
		if granted {
			column = yes
		}
		t.row(id, 2)[column] += total.Count
	}
}

func (t tally) table(name string) Table {
	return Table{Name: name, Columns: decided(), Parts: 3, Rows: rows(t)}
}

// rows returns the rows sorted by key.
func rows(all tally) []Row {
	var sorted []Row
	for _, key := range slices.Sorted(maps.Keys(all)) {
		sorted = append(sorted, Row{Key: key, Values: all[key]})
	}
	return sorted
}

func utcDay(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
