// Package csv writes CSV that a spreadsheet shows and does not execute. It imports the
// standard library and the column names in package locales only.
package csv

import (
	"io"
	"strconv"
	"strings"
	"time"
)

// Format is how CSV is written. The zero Format is the stable one for programs: commas,
// decimal points and English column names, in the format of RFC 4180.
type Format struct {
	// names are the names of columns by their English one; nil: English. With names,
	// cells are separated by semicolons and numbers have decimal commas, as spreadsheets
	// expect where the comma is the decimal sign.
	names map[string]string
}

// byteOrderMark makes spreadsheets read the file as UTF-8.
const byteOrderMark = "\ufeff"

// WriteHead writes the names of the columns. It must be the first line.
func (f Format) WriteHead(w io.Writer, names []string) error {
	if f.names == nil {
		return f.WriteRow(w, names)
	}
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	own := make([]string, len(names))
	for i, name := range names {
		own[i] = f.name(name)
	}
	return f.WriteRow(w, own)
}

// name returns the name of a column. The names of purposes end in an id, and those of
// rates begin with the name of the column that is divided.
func (f Format) name(english string) string {
	if own, known := f.names[english]; known {
		return own
	}
	if id, found := strings.CutPrefix(english, "purpose_"); found {
		return f.names["purpose"] + " " + id
	}
	if of, found := strings.CutSuffix(english, "_rate"); found {
		return f.name(of) + " (%)"
	}
	return english
}

// WriteRow writes one line. A reader gets each cell back byte for byte, except that an
// apostrophe precedes a cell that a spreadsheet would execute as a formula.
// encoding/csv would change the line breaks in a cell.
func (f Format) WriteRow(w io.Writer, cells []string) error {
	separator := ","
	if f.names != nil {
		separator = ";"
	}
	quoted := make([]string, len(cells))
	for i, cell := range cells {
		cell = harmless(cell)
		if strings.ContainsAny(cell, "\"\r\n\x00"+separator) {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		quoted[i] = cell
	}
	_, err := io.WriteString(w, strings.Join(quoted, separator)+"\r\n")
	return err
}

// Rate formats a part of a whole: 0.3750, or 37,50 under a name that ends in a percent
// sign. It is empty if the whole is 0.
func (f Format) Rate(part, whole int64) string {
	switch {
	case whole == 0:
		return ""
	case f.names == nil:
		return strconv.FormatFloat(float64(part)/float64(whole), 'f', 4, 64)
	}
	return strings.Replace(strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 2, 64), ".", ",", 1)
}

// Time formats a moment, or its day alone where the time of day is not known.
func (f Format) Time(t time.Time, dayOnly bool) string {
	t = t.UTC()
	switch {
	case f.names == nil:
		return t.Format(time.RFC3339)
	case dayOnly:
		return t.Format(time.DateOnly)
	}
	return t.Format(time.DateTime)
}

// Bool formats a yes or no.
func (f Format) Bool(b bool) string {
	english := strconv.FormatBool(b)
	if own, known := f.names[english]; known {
		return own
	}
	return english
}

// Word returns the word for a code of the record, such as a decision; the code itself in
// the stable format.
func (f Format) Word(code string) string {
	if own, known := f.names["value_"+code]; known {
		return own
	}
	return code
}

// harmless returns the cell, preceded by an apostrophe if it starts like a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n\x00", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
