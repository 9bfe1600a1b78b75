package audit

import (
	"encoding/json"
	"io"

	"charte/internal/message"
)

// WriteJSON writes the report for programs and for later comparison.
func (r Report) WriteJSON(w io.Writer) error { return writeJSON(w, r) }

// WriteJSON writes the changes for programs.
func (c Changes) WriteJSON(w io.Writer) error { return writeJSON(w, c) }

func writeJSON(w io.Writer, what any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(what)
}

// Read parses a report written by WriteJSON. It fails if the version or a rule is
// unknown.
func Read(r io.Reader) (Report, error) {
	var report Report
	if err := json.NewDecoder(r).Decode(&report); err != nil {
		return Report{}, message.Errorf("is no JSON report: %w", err)
	}
	if report.Version != FormatVersion {
		return Report{}, message.Errorf("is a report of version %d; this program reads version %d", report.Version, FormatVersion)
	}
	for _, f := range report.Findings {
		if !isRule(f.Rule) {
			return Report{}, message.Errorf("names the rule %q, which this program does not know", f.Rule)
		}
	}
	if len(report.Coverage.States) == 0 { // written by an older version
		report.Coverage = report.Observations.Coverage(StatesFor(nil), true)
	}
	return report, nil
}
