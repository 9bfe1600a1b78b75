package check

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Summary counts the findings: "1 fault, 2 warnings, 0 notices".
func (r Report) Summary() string {
	counts := make([]string, len(levels))
	for i, l := range levels {
		plural := "s"
		if r.Count(l) == 1 {
			plural = ""
		}
		counts[i] = fmt.Sprintf("%d %s%s", r.Count(l), l, plural)
	}
	return strings.Join(counts, ", ")
}

// WriteText writes the report for a person: findings by file and line, each with
// its mend, then what is left to a person. again is what [Again] says; it may be
// empty.
func (r Report) WriteText(w io.Writer, again string) error {
	var b strings.Builder
	file := "\n"
	for _, f := range r.Findings {
		if f.File != file {
			file = f.File
			fmt.Fprintln(&b, orSettings(file))
		}
		at := "  "
		if f.Line > 0 {
			at = fmt.Sprintf("  line %d: ", f.Line)
		}
		fmt.Fprintf(&b, "%s%s: %s [%s]\n", at, f.Rule.Level, f.Problem, f.Rule.ID)
		fmt.Fprintf(&b, "    mend: %s\n    why:  %s (%s)\n", f.Mend, f.Rule.Reason, f.Rule.Source)
	}
	fmt.Fprintf(&b, "\n%s\n\nTo be checked by a person:\n", r.Summary())
	for _, p := range Person() {
		fmt.Fprintf(&b, "  - %s: %s (%s)\n", p.ID, p.What, p.Source)
	}
	if again != "" {
		fmt.Fprintf(&b, "\n%s\n", again)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func orSettings(file string) string {
	if file == "" {
		return "settings"
	}
	return file
}

// formatVersion is that of the JSON report; it changes when a key changes its
// meaning or goes, not when one is added.
const formatVersion = 1

type reportJSON struct {
	Version  int           `json:"version"`
	Faults   int           `json:"faults"`
	Warnings int           `json:"warnings"`
	Notices  int           `json:"notices"`
	Findings []findingJSON `json:"findings"`
	Person   []PersonItem  `json:"person"`
	Against  *Verdict      `json:"against,omitempty"`
}

type findingJSON struct {
	Rule    string `json:"rule"`
	Level   Level  `json:"level"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Problem string `json:"problem"`
	Mend    string `json:"mend"`
	Reason  string `json:"reason"`
	Source  string `json:"source"`
}

// WriteJSON writes the report for programs, as docs/check.md describes it.
// against is what [Again] found; nil where nothing was asked.
func (r Report) WriteJSON(w io.Writer, against *Verdict) error {
	out := reportJSON{
		Version: formatVersion, Faults: r.Count(Fault), Warnings: r.Count(Warning), Notices: r.Count(Notice),
		Findings: []findingJSON{}, Person: Person(), Against: against,
	}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, findingJSON{
			Rule: f.Rule.ID, Level: f.Rule.Level, File: f.File, Line: f.Line,
			Problem: f.Problem, Mend: f.Mend, Reason: f.Rule.Reason, Source: f.Rule.Source,
		})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
