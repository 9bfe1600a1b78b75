package views

import (
	"slices"
	"strings"

	"charte/internal/audit"
	"charte/internal/i18n"
)

// auditGaps says what could not be seen: a report without findings is worth what
// was looked at.
func auditGaps(w *i18n.Words, o audit.Observations) (gaps []AuditGap) {
	at := map[AuditGap]int{} // the place of a page's gap, by address and words
	tell := func(state, address string, troubles []audit.Trouble) {
		for _, t := range troubles {
			gap := AuditGap{address, auditTrouble(w, t)}
			if i, known := at[gap]; known && address != "" {
				gaps[i].Where += ", " + state // what is so for every choice is one line
				continue
			}
			at[gap] = len(gaps)
			gaps = append(gaps, AuditGap{strings.Trim(address+", "+state, ", "), gap.What})
		}
	}
	for _, state := range audit.States() {
		v, looked := o.Visit(state)
		if !looked {
			gaps = append(gaps, AuditGap{stateWords(w, state), w.Say("audit_not_reached")})
		}
		tell(stateWords(w, state), "", v.Troubles)
		for _, page := range v.Pages {
			tell(stateWords(w, state), shown(page.Address), page.Troubles)
		}
	}
	return gaps
}

// gaps are the gaps as lines.
func (p AuditPage) gaps() []string {
	lines := make([]string, 0, len(p.Gaps))
	for _, g := range p.Gaps {
		lines = append(lines, named(p.Words, g.Where, g.What))
	}
	return lines
}

// auditTrouble puts a trouble into words. One that only a later version of the
// program knows is shown as it is.
func auditTrouble(w *i18n.Words, t audit.Trouble) string {
	id, detail := "audit_trouble_"+textID(t.ID), shown(t.Detail)
	switch {
	case !slices.Contains(audit.TroubleIDs(), t.ID) && detail != "":
		return named(w, shown(t.ID), detail)
	case !slices.Contains(audit.TroubleIDs(), t.ID):
		return shown(t.ID)
	case t.Count > 0:
		return w.Count(id, t.Count, i18n.Data{"Detail": detail})
	}
	return w.Say(id, i18n.Data{"Count": w.Number(t.Count), "Detail": detail})
}
