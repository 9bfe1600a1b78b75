package proof

import (
	"io"
	"strconv"
	"time"

	"charte/internal/consent"
	"charte/internal/csv"
)

// csvWriter writes one record per line, with a column for each purpose: true, false, or
// empty if the record does not contain it.
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
	return csv.WriteRow(c.w, append(cells, "scope", "text", "language", "portal", "gpc", "receipt", "ends", "previous", "hash"))
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
	return csv.WriteRow(c.w, append(cells, r.Scope, r.Text, r.Language, r.Portal, strconv.FormatBool(r.GPC), r.Receipt, r.Ends, r.Previous, r.Hash))
}
