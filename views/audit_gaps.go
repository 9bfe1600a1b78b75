package views

import (
	"slices"

	"charte/internal/audit"
	"charte/internal/i18n"
)

// auditGaps says what could not be seen: a report without findings is worth what
// was looked at.
func auditGaps(w *i18n.Words, o audit.Observations) (gaps []AuditGap) {
	tell := func(where string, troubles []audit.Trouble) {
		for _, t := range troubles {
			gaps = append(gaps, AuditGap{where, auditTrouble(w, t)})
		}
	}
	for _, state := range audit.States() {
		v, looked := o.Visit(state)
		if !looked {
			gaps = append(gaps, AuditGap{stateWords(w, state), w.Say("audit_not_reached")})
		}
		tell(stateWords(w, state), v.Troubles)
		for _, page := range v.Pages {
			tell(stateWords(w, state)+", "+shown(page.Address), page.Troubles)
		}
	}
	return gaps
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
