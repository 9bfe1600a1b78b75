package views

import (
	"strings"

	"charte/internal/audit"
	"charte/internal/i18n"
)

// auditCoverage returns the first lines of a report: whether the audit is complete,
// and how much was seen for each choice.
func auditCoverage(w *i18n.Words, r audit.Report) (lines []string) {
	c := r.Coverage
	if c.Complete {
		lines = append(lines, w.Count("audit_complete", c.Pages()))
	} else {
		lines = append(lines, w.Say("audit_incomplete"))
	}
	states, leftOut := make([]string, 0, len(c.States)), 0
	for _, s := range c.States {
		states = append(states, auditCovered(w, s))
		leftOut = max(leftOut, s.LeftOut)
	}
	lines = append(lines, w.Say("audit_coverage", i18n.Data{"States": strings.Join(states, ", ")}))
	if leftOut > 0 {
		lines = append(lines, w.Count("audit_left_out", leftOut))
	}
	if r.Observations.Beyond > 0 {
		lines = append(lines, w.Count("audit_beyond", r.Observations.Beyond))
	}
	return lines
}

func auditCovered(w *i18n.Words, s audit.StateCoverage) string {
	data := i18n.Data{"State": stateWords(w, s.State), "Seen": w.Number(s.Seen), "Pages": w.Number(s.Seen + s.Unseen)}
	switch {
	case s.Needless:
		return w.Say("audit_coverage_needless", data)
	case !s.Reached:
		return w.Say("audit_coverage_unreached", data)
	}
	return w.Say("audit_coverage_state", data)
}
