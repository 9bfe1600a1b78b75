package check

import (
	"encoding/json"
	"io"

	"charte/internal/message"
)

// formatVersion is the version of the JSON format. It changes when a key is removed
// or changes its meaning, not when one is added.
const formatVersion = 1

type reportJSON struct {
	Version  int           `json:"version"`
	Faults   int           `json:"faults"`
	Warnings int           `json:"warnings"`
	Notices  int           `json:"notices"`
	Findings []findingJSON `json:"findings"`
	Person   []PersonItem  `json:"person"`
	Against  *againstJSON  `json:"against,omitempty"`
}

type findingJSON struct {
	Rule    string `json:"rule"`
	Level   Level  `json:"level"`
	Serve   Effect `json:"serve,omitempty"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Problem string `json:"problem"`
	Fix     string `json:"mend"`
	Reason  string `json:"reason"`
	Source  string `json:"source"`
}

type againstJSON struct {
	Asks  bool       `json:"asks_again"`
	Asked Audience   `json:"asked_again"`
	Line  string     `json:"line"`
	Added []Addition `json:"added"`
}

// WriteJSON writes the report for programs; docs/check.md describes the format.
// against is the result of [Again], or nil without --against.
func (r Report) WriteJSON(w io.Writer, words message.Words, against *Verdict) error {
	out := reportJSON{
		Version: formatVersion, Faults: r.Count(Fault), Warnings: r.Count(Warning), Notices: r.Count(Notice),
		Findings: []findingJSON{}, Person: Person(),
	}
	for i, p := range out.Person {
		out.Person[i].What, out.Person[i].Source = words.Say(message.Plain(p.What)), citations(words, p.Source)
	}
	if against != nil {
		out.Against = &againstJSON{against.Asks, against.Asked, words.Say(against.Line), against.Added}
	}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, findingJSON{
			Rule: f.Rule.ID, Level: f.Rule.Level, Serve: f.Rule.Serve, File: f.File, Line: f.Line,
			Problem: words.Say(f.Problem), Fix: words.Say(f.Fix), Reason: words.Say(message.Plain(f.Rule.Reason)), Source: citations(words, f.Rule.Source),
		})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
