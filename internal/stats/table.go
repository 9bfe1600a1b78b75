package stats

import (
	"io"
	"strconv"

	"charte/internal/csv"
)

// Column says what a number counts.
type Column string

// The columns. A decision that grants nothing is a refusal, whatever the button;
// custom is a choice by purpose that grants something. Shown counts how often the
// banner was served to a visitor without a choice that holds.
const (
	Accept Column = "accept"
	Refuse Column = "refuse"
	Custom Column = "custom"
	Seen   Column = "seen"
	Shown  Column = "shown"
	// Of a purpose: how many of the decisions allow it, how many do not.
	Granted Column = "granted"
	Denied  Column = "denied"
	// Of the banners: served to a visitor without a choice that could be read, and
	// to one who had chosen before the scope grew.
	First Column = "first"
	Again Column = "again"
)

// Table is figures in rows.
type Table struct {
	// Name is the table's own: days, banners, purposes, languages, texts, scopes.
	Name    string
	Columns []Column
	// Parts is how many of the first columns make up a whole: their share of it is
	// a rate. The others are told, and are part of no rate.
	Parts int
	Rows  []Row
}

// Row is one line: a day (2026-11-23), a purpose's id, a language's code, the hash
// of a text or of a scope.
type Row struct {
	Key    string
	Values []int64
}

// Whole is what the row's rates are shares of.
func (t Table) Whole(values []int64) (whole int64) {
	for _, v := range values[:t.Parts] {
		whole += v
	}
	return whole
}

// PerMille is the share of a column in the whole, rounded, in thousandths; 0 where
// there is no whole.
func (t Table) PerMille(values []int64, column int) int64 {
	whole := t.Whole(values)
	if whole == 0 {
		return 0
	}
	return (values[column]*2000 + whole) / (2 * whole)
}

// Sum adds the rows up. Of a table of purposes it says nothing: each decision is
// about several.
func (t Table) Sum() []int64 {
	sum := make([]int64, len(t.Columns))
	for _, row := range t.Rows {
		for i, v := range row.Values {
			sum[i] += v
		}
	}
	return sum
}

// WriteCSV writes the table as RFC 4180 has it: the key, the numbers, then the
// rates with a point, empty where there is no whole.
func (t Table) WriteCSV(w io.Writer) error {
	head := []string{t.Name}
	for _, c := range t.Columns {
		head = append(head, string(c))
	}
	for _, c := range t.Columns[:t.Parts] {
		head = append(head, string(c)+"_rate")
	}
	rows := [][]string{head}
	for _, row := range t.Rows {
		cells := []string{row.Key}
		for _, v := range row.Values {
			cells = append(cells, strconv.FormatInt(v, 10))
		}
		for i := range t.Parts {
			cells = append(cells, t.rate(row.Values, i))
		}
		rows = append(rows, cells)
	}
	return csv.WriteRows(w, rows)
}

func (t Table) rate(values []int64, column int) string {
	whole := t.Whole(values)
	if whole == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(values[column])/float64(whole), 'f', 4, 64)
}
