package stats

import (
	"io"
	"strconv"

	"charte/internal/csv"
)

// Column names the kind of decision or event that a number counts.
type Column string

// The columns. A decision that grants nothing counts as a refusal, whatever the
// button; Custom is a choice by purpose that grants something. Shown is how often the
// banner was served to a visitor without a valid choice.
const (
	Accept Column = "accept"
	Refuse Column = "refuse"
	Custom Column = "custom"
	Seen   Column = "seen"
	Shown  Column = "shown"
	// For a purpose: decisions that grant it, and those that do not.
	Granted Column = "granted"
	Denied  Column = "denied"
	// For the banner: served to a visitor without a readable choice, and to one who
	// had chosen before the scope grew.
	First Column = "first"
	Again Column = "again"
	// For a purpose to which one can object: objections, and those taken back.
	Objected Column = "objected"
	Allowed  Column = "allowed"
)

// Table is a table of figures.
type Table struct {
	// Name identifies the table: days, banners, purposes, languages, texts, scopes,
	// objections.
	Name    string
	Columns []Column
	// Parts is how many of the first columns add up to the whole of which rates are
	// shares. The other columns have no rate.
	Parts int
	Rows  []Row
}

// Row is one line. Key is a day (2026-11-23), a purpose's id, a language's code, or
// the hash of a text or scope.
type Row struct {
	Key    string
	Values []int64
}

// Whole returns the total of which the row's rates are shares.
func (t Table) Whole(values []int64) (whole int64) {
	for _, v := range values[:t.Parts] {
		whole += v
	}
	return whole
}

// PerMille returns n in proportion to the whole, rounded, in thousandths; 0 if the whole
// is 0.
func PerMille(n, whole int64) int64 {
	if whole == 0 {
		return 0
	}
	return (n*2000 + whole) / (2 * whole)
}

// Sum adds up the rows. It has no meaning for the purposes, because one decision is
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

// WriteCSV writes the table: key, numbers, then rates.
func (t Table) WriteCSV(w io.Writer, format csv.Format) error {
	head := []string{t.Name}
	for _, c := range t.Columns {
		head = append(head, string(c))
	}
	for _, c := range t.Columns[:t.Parts] {
		head = append(head, string(c)+"_rate")
	}
	if err := format.WriteHead(w, head); err != nil {
		return err
	}
	for _, row := range t.Rows {
		cells := []string{row.Key}
		for _, v := range row.Values {
			cells = append(cells, strconv.FormatInt(v, 10))
		}
		for i := range t.Parts {
			cells = append(cells, format.Rate(row.Values[i], t.Whole(row.Values)))
		}
		if err := format.WriteRow(w, cells); err != nil {
			return err
		}
	}
	return nil
}
