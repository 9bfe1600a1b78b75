package figures

import (
	"cmp"
	"slices"
	"time"

	"charte/internal/consent"
	"charte/internal/ledger"
)

// Change is a scope that was asked about, and what the first day of it changed.
type Change struct {
	Scope consent.Scope
	// Since is the UTC day on which a text about the scope was first served.
	Since time.Time
	// Added and Removed are the lines that the scope before did not have, or had.
	Added, Removed []consent.ScopeLine
	// Again says that whoever had chosen before was asked anew.
	Again bool
}

// Changes puts the scopes in the order of their first text; texts are all that
// were ever kept, by hash. A scope that was never shown is left out.
func Changes(scopes []consent.Scope, texts map[string]consent.Text) []Change {
	since := map[string]time.Time{}
	for _, t := range texts {
		if first, known := since[t.Scope]; !known || t.FirstServed.Before(first) {
			since[t.Scope] = t.FirstServed
		}
	}
	var all []Change
	for _, s := range scopes {
		if day, shown := since[s.Hash()]; shown {
			all = append(all, Change{Scope: s, Since: day})
		}
	}
	slices.SortStableFunc(all, func(a, b Change) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Scope.Hash(), b.Scope.Hash()))
	})
	for i := range all[min(1, len(all)):] {
		before, now := all[i].Scope.Lines(), all[i+1].Scope.Lines()
		all[i+1].Added, all[i+1].Removed = without(now, before), without(before, now)
		all[i+1].Again = len(all[i+1].Added) > 0
	}
	return all
}

// without returns the lines that are not among others.
func without(lines, others []consent.ScopeLine) []consent.ScopeLine {
	return slices.DeleteFunc(slices.Clone(lines), func(l consent.ScopeLine) bool { return slices.Contains(others, l) })
}

// Scopes counts what was decided under each change, in its order. Decisions that
// cite no text belong to none, and stand in a last row without a key.
func Scopes(totals []ledger.Total, changes []Change, texts map[string]consent.Text) Table {
	counted := tally{}
	for _, t := range totals {
		counted.row(texts[t.Text].Scope)[slices.Index(decided(), column(t))] += t.Count
	}
	table := Table{Name: "scopes", Columns: decided(), Parts: 3}
	for _, c := range changes {
		table.Rows = append(table.Rows, Row{Key: c.Scope.Hash(), Values: counted.row(c.Scope.Hash())})
	}
	if counted[""] != nil {
		table.Rows = append(table.Rows, Row{Values: counted[""]})
	}
	return table
}
