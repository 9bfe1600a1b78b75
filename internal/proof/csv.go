package proof

import (
	"io"
	"strconv"
	"strings"
	"time"

	"charte/internal/consent"
)

// csvWriter writes RFC 4180, with a column for each purpose: true, false, or
// empty where it was not asked about.
type csvWriter struct {
	w        io.Writer
	purposes []string
}

func (c *csvWriter) start(part span) error {
	c.purposes = part.purposes
	cells := []string{"sequence", "time", "decision"}
	for _, id := range c.purposes {
		cells = append(cells, "purpose_"+id)
	}
	return writeCSV(c.w, append(cells, "scope", "text", "language", "portal", "gpc", "receipt", "ends", "previous", "hash"))
}

func (c *csvWriter) record(r consent.Record) error {
	cells := []string{strconv.FormatInt(r.Sequence, 10), r.Time.UTC().Format(time.RFC3339), string(r.Decision)}
	for _, id := range c.purposes {
		granted, asked := r.Choice[id]
		cell := ""
		if asked {
			cell = strconv.FormatBool(granted)
		}
		cells = append(cells, cell)
	}
	return writeCSV(c.w, append(cells, r.Scope, r.Text, r.Language, r.Portal, strconv.FormatBool(r.GPC), r.Receipt, r.Ends, r.Previous, r.Hash))
}

// writeCSV writes one line. encoding/csv would change a line break inside a
// cell; here what was in a cell is what is read back, but for the apostrophe that
// keeps a spreadsheet from running it.
func writeCSV(w io.Writer, cells []string) error {
	line := make([]string, len(cells))
	for i, cell := range cells {
		cell = harmless(cell)
		if strings.ContainsAny(cell, "\",\r\n\x00") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		line[i] = cell
	}
	_, err := io.WriteString(w, strings.Join(line, ",")+"\r\n")
	return err
}

// harmless puts an apostrophe before a cell that a spreadsheet would take for a
// formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n\x00", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
