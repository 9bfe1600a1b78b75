// Package csv writes CSV that a spreadsheet shows and does not execute. It imports the
// standard library only.
package csv

import (
	"io"
	"strings"
)

// WriteRow writes one line in the format of RFC 4180. A reader gets each cell back byte
// for byte, except that an apostrophe precedes a cell that a spreadsheet would execute
// as a formula. encoding/csv would change the line breaks in a cell.
func WriteRow(w io.Writer, cells []string) error {
	quoted := make([]string, len(cells))
	for i, cell := range cells {
		cell = harmless(cell)
		if strings.ContainsAny(cell, "\",\r\n\x00") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		quoted[i] = cell
	}
	_, err := io.WriteString(w, strings.Join(quoted, ",")+"\r\n")
	return err
}

// WriteRows writes several lines.
func WriteRows(w io.Writer, rows [][]string) error {
	for _, row := range rows {
		if err := WriteRow(w, row); err != nil {
			return err
		}
	}
	return nil
}

// harmless returns the cell, preceded by an apostrophe if it starts like a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n\x00", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
