package stats

import (
	"slices"
	"time"

	"charte/internal/consent"
)

// Change is a scope that came into force, and its difference to the one before.
type Change struct {
	Scope consent.Scope
	Since time.Time
	// Added and Removed are the lines that the scope gained and lost. Visitors who
	// had accepted a purpose that gained a line were asked again, and everyone for a
	// new purpose.
	Added, Removed []consent.ScopeLine
}

// Changes returns the scopes in force over time, oldest first, from the registry's
// history.
func Changes(scopes []consent.Scope, history []consent.Period) []Change {
	known := map[string]consent.Scope{}
	for _, s := range scopes {
		known[s.Hash()] = s
	}
	var all []Change
	for _, period := range history {
		if scope, kept := known[period.Value]; kept && period.Name == consent.NoteScope {
			all = append(all, Change{Scope: scope, Since: period.From})
		}
	}
	for i := range all[min(1, len(all)):] {
		before, now := all[i].Scope, all[i+1].Scope
		all[i+1].Added, all[i+1].Removed = now.Added(before), before.Added(now)
	}
	return all
}

// Scopes counts the decisions under each scope, in the order of its first change, and
// how often its banner asked visitors again. texts are all stored texts, by hash.
// Decisions without a text are in a last row with an empty key.
func Scopes(totals []consent.Total, changes []Change, texts map[string]consent.Text) Table {
	table := Table{Name: "scopes", Columns: append(decided(), Again), Parts: 3}
	again := len(table.Columns) - 1
	counted, width := tally{}, len(table.Columns)
	for _, t := range totals {
		if t.IsObjection() {
			continue
		}
		values := counted.row(texts[t.Text].Scope, width)
		values[slices.Index(decided(), column(t))] += t.Count
		if t.Decision == consent.BannerShownAgain {
			values[again] += t.Count
		}
	}
	for _, c := range changes {
		key := c.Scope.Hash()
		if !slices.ContainsFunc(table.Rows, func(r Row) bool { return r.Key == key }) {
			table.Rows = append(table.Rows, Row{Key: key, Values: counted.row(key, width)})
		}
	}
	if counted[""] != nil {
		table.Rows = append(table.Rows, Row{Values: counted[""]})
	}
	return table
}
