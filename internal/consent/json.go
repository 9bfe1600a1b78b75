package consent

import (
	"encoding/json"
	"time"
)

// entryJSON is the JSON form of an entry: a line of the spool, and a part of
// recordJSON. The order of its fields is part of the format.
type entryJSON struct {
	Time     string          `json:"time"`
	Decision string          `json:"decision"`
	Choice   map[string]bool `json:"choice"`
	Scope    string          `json:"scope"`
	Text     string          `json:"text"`
	Language string          `json:"language"`
	Portal   string          `json:"portal"`
	GPC      bool            `json:"gpc"`
	Receipt  string          `json:"receipt"`
	Ends     string          `json:"ends"`
}

// recordJSON is the JSON form of a record, described in docs/record-format.md.
type recordJSON struct {
	Sequence int64 `json:"sequence"`
	entryJSON
	Previous string `json:"previous"`
	Hash     string `json:"hash"`
}

func (e Entry) json() entryJSON {
	return entryJSON{e.Time.UTC().Format(time.RFC3339), string(e.Decision), e.Choice, e.Scope, e.Text,
		e.Language, e.Portal, e.GPC, e.Receipt, e.Ends}
}

func (j entryJSON) entry() (Entry, error) {
	at, err := time.Parse(time.RFC3339, j.Time)
	return Entry{at, Decision(j.Decision), j.Choice, j.Scope, j.Text, j.Language, j.Portal, j.GPC, j.Receipt, j.Ends}, err
}

// MarshalJSON encodes the entry with its time in UTC, to the second.
func (e Entry) MarshalJSON() ([]byte, error) { return json.Marshal(e.json()) }

// UnmarshalJSON decodes an entry. It does not check it; see [Entry.Check].
func (e *Entry) UnmarshalJSON(text []byte) (err error) {
	var j entryJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return err
	}
	*e, err = j.entry()
	return err
}

// MarshalJSON encodes the record with every field that its hash covers, and the hash.
func (r Record) MarshalJSON() ([]byte, error) {
	return json.Marshal(recordJSON{r.Sequence, r.Entry.json(), r.Previous, r.Hash})
}

// UnmarshalJSON decodes a record. It does not verify it; see [Record.Unchanged].
func (r *Record) UnmarshalJSON(text []byte) (err error) {
	var j recordJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return err
	}
	r.Sequence, r.Previous, r.Hash = j.Sequence, j.Previous, j.Hash
	r.Entry, err = j.entry()
	return err
}
