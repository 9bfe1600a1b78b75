package proof

import (
	"encoding/json"
	"io"

	"charte/internal/consent"
	"charte/internal/dpv"
)

// Format names the format on the first line of a JSON Lines export;
// docs/record-format.md describes it.
const Format = "charte-export-1"

type headLine struct {
	Format  string   `json:"format"`
	After   linkJSON `json:"after"`
	Head    linkJSON `json:"head"`
	Records int64    `json:"records"`
}

type linkJSON struct {
	Sequence int64  `json:"sequence"`
	Hash     string `json:"hash"`
}

// jsonlWriter writes a line that describes the export, then each record on a line.
type jsonlWriter struct{ w io.Writer }

func (j *jsonlWriter) start(part span) error {
	return json.NewEncoder(j.w).Encode(headLine{
		Format, linkJSON(part.after), linkJSON(part.head), part.head.Sequence - part.after.Sequence,
	})
}

func (j *jsonlWriter) record(r consent.Record) error {
	return json.NewEncoder(j.w).Encode(r)
}

// dpvWriter writes a JSON-LD document a line.
type dpvWriter struct {
	w           io.Writer
	controllers []consent.Period
}

func (d *dpvWriter) start(part span) error {
	d.controllers = part.controllers
	return nil
}

func (d *dpvWriter) record(r consent.Record) error {
	return json.NewEncoder(d.w).Encode(dpv.NewRecord(r, valueAt(d.controllers, r.Time)))
}
