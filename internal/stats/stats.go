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
	days, languages, texts, banners := tally{}, tally{}, tally{}, map[string][]int64{}
	for day := utcDay(from); !day.After(to); day = day.AddDate(0, 0, 1) {
		days.row(day.Format(time.DateOnly))
		banners[day.Format(time.DateOnly)] = make([]int64, 2)
	}
	purposes, objections := map[string][]int64{}, map[string][]int64{}
	for _, t := range totals {
		if t.IsObjection() {
			countObjections(objections, t)
			continue
		}
		at := slices.Index(decided(), column(t))
		days.row(t.Day.Format(time.DateOnly))[at] += t.Count
		languages.row(t.Language)[at] += t.Count
		texts.row(t.Text)[at] += t.Count
		switch {
		case t.Decision == consent.BannerShown:
			banners[t.Day.Format(time.DateOnly)][0] += t.Count
		case t.Decision == consent.BannerShownAgain:
			banners[t.Day.Format(time.DateOnly)][1] += t.Count
		case t.Decision != consent.Seen:
			countPurposes(purposes, t)
		}
	}
	return Figures{
		Days:      days.table("days"),
		Banners:   Table{Name: "banners", Columns: []Column{First, Again}, Parts: 2, Rows: rows(banners)},
		Languages: languages.table("languages"),
		Texts:     texts.table("texts"),
		Purposes:  Table{Name: "purposes", Columns: []Column{Granted, Denied}, Parts: 2, Rows: rows(purposes)},

		Objections: Table{Name: "objections", Columns: []Column{Objected, Allowed}, Parts: 2, Rows: rows(objections)},
	}
}

func countPurposes(purposes map[string][]int64, t consent.Total) {
	for id, granted := range t.Choice {
		if purposes[id] == nil {
			purposes[id] = make([]int64, 2)
		}
		if granted {
			purposes[id][0] += t.Count
		} else {
			purposes[id][1] += t.Count
		}
	}
}

func countObjections(purposes map[string][]int64, t consent.Total) {
	for id, allowed := range t.Choice {
		if purposes[id] == nil {
			purposes[id] = make([]int64, 2)
		}
		if allowed {
			purposes[id][1] += t.Count
		} else {
			purposes[id][0] += t.Count
		}
	}
}

// tally counts by a key.
type tally map[string][]int64

// row returns the numbers of a key for the caller to change.
func (t tally) row(key string) []int64 {
	if t[key] == nil {
		t[key] = make([]int64, len(decided()))
	}
	return t[key]
}

func (t tally) table(name string) Table {
	return Table{Name: name, Columns: decided(), Parts: 3, Rows: rows(t)}
}

// rows returns the rows sorted by key.
func rows(all map[string][]int64) []Row {
	var sorted []Row
	for _, key := range slices.Sorted(maps.Keys(all)) {
		sorted = append(sorted, Row{Key: key, Values: all[key]})
	}
	return sorted
}

func utcDay(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
