package spool

import (
	"encoding/json"
	"time"

	"charte/internal/consent"
)

// line is an entry as it waits: what a record holds, and nothing else.
type line struct {
	Time     time.Time       `json:"time"`
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

func newLine(e consent.Entry) line {
	return line{e.Time, string(e.Decision), e.Choice, e.Scope, e.Text, e.Language, e.Portal, e.GPC, e.Receipt, e.Ends}
}

func parseLine(text []byte) (consent.Entry, error) {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return consent.Entry{}, err
	}
	e := consent.Entry{
		Time: l.Time, Decision: consent.Decision(l.Decision), Choice: l.Choice, Scope: l.Scope, Text: l.Text,
		Language: l.Language, Portal: l.Portal, GPC: l.GPC, Receipt: l.Receipt, Ends: l.Ends,
	}
	return e, e.Check()
}
