package views

import (
	"slices"
	"strings"

	"charte/internal/audit"
	"charte/internal/i18n"
)

// auditGaps lists what could not be observed. A page's gap that occurs for several
// choices is one line.
func auditGaps(w *i18n.Words, r audit.Report) (gaps []AuditGap) {
	at := map[AuditGap]int{} // index in gaps of a page's gap, by address and text
	add := func(state, address string, troubles []audit.Trouble) {
		for _, t := range troubles {
			gap := AuditGap{address, auditTrouble(w, t)}
			if i, known := at[gap]; known && address != "" {
				gaps[i].Where += ", " + state // the same gap for another choice
				continue
			}
			at[gap] = len(gaps)
			gaps = append(gaps, AuditGap{strings.Trim(address+", "+state, ", "), gap.What})
		}
	}
	for _, state := range r.States() {
		v, looked := r.Observations.Visit(state)
		if !looked {
			gaps = append(gaps, AuditGap{stateWords(w, state), w.Say("audit_not_reached")})
		}
		add(stateWords(w, state), "", v.Troubles)
		for _, page := range v.Pages {
			add(stateWords(w, state), printable(page.Address), page.Troubles)
		}
	}
	return append(gaps, auditLookupGaps(w, r.Observations.Lookups)...)
}

// gaps returns the gaps as lines of text.
func (p AuditPage) gaps() []string {
	lines := make([]string, 0, len(p.Gaps))
	for _, g := range p.Gaps {
		lines = append(lines, named(p.Words, g.Where, g.What))
	}
	return lines
}

// auditTrouble describes a trouble. The id of a trouble that only a later version
// reports is shown as it is.
func auditTrouble(w *i18n.Words, t audit.Trouble) string {
	id, detail := "audit_trouble_"+textID(t.ID), printable(t.Detail)
	switch {
	case !slices.Contains(audit.TroubleIDs(), t.ID) && detail != "":
		return named(w, printable(t.ID), detail)
	case !slices.Contains(audit.TroubleIDs(), t.ID):
		return printable(t.ID)
	case t.Count > 0:
		return w.Count(id, t.Count, i18n.Data{"Detail": detail})
	}
	return w.Say(id, i18n.Data{"Count": w.Number(t.Count), "Detail": detail})
}
