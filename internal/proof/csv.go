package proof

import (
	"io"
	"strconv"

	"charte/internal/consent"
	"charte/internal/csv"
)

// csvWriter writes one record per line, with a column for each purpose: true, false, or
// empty if the record does not contain it.
type csvWriter struct {
	w        io.Writer
	format   csv.Format
	purposes []string
}

func (c *csvWriter) start(part span) error {
	c.purposes = part.purposes
	cells := []string{"sequence", "time", "decision"}
	for _, id := range c.purposes {
		cells = append(cells, "purpose_"+id)
	}
	return c.format.WriteHead(c.w, append(cells, "scope", "text", "language", "portal", "gpc", "receipt", "ends", "previous", "hash"))
}

func (c *csvWriter) record(r consent.Record) error {
	cells := []string{strconv.FormatInt(r.Sequence, 10), c.format.Time(r.Time, r.Decision == consent.Refuse && r.Ends == ""), c.format.Word(string(r.Decision))}
	for _, id := range c.purposes {
		granted, asked := r.Choice[id]
		cell := ""
		if asked {
			cell = c.format.Bool(granted)
		}
		cells = append(cells, cell)
	}
	return c.format.WriteRow(c.w, append(cells, r.Scope, r.Text, r.Language, r.Portal, c.format.Bool(r.GPC), r.Receipt, r.Ends, r.Previous, r.Hash))
}
