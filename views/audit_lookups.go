package views

import (
	"slices"
	"strings"

	"charte/internal/audit"
	"charte/internal/i18n"
)

// lookupsShown is how many hosts a gap lists.
const lookupsShown = 10

// auditLookups returns the fact how many host names were looked up, none if there was
// no name to look up.
func auditLookups(w *i18n.Words, all []audit.Lookup) []OperatorFact {
	if len(all) == 0 {
		return nil
	}
	done := 0
	for _, l := range all {
		if l.Failed == "" {
			done++
		}
	}
	value := w.Say("audit_lookups_of", i18n.Data{"Done": w.Number(done), "All": w.Number(len(all))})
	return []OperatorFact{{Name: w.Say("audit_lookups"), Value: value}}
}

// auditLookupGaps lists the hosts that could not be looked up: one gap for each reason,
// and a single one if that is all of several hosts.
func auditLookupGaps(w *i18n.Words, lookups []audit.Lookup) (gaps []AuditGap) {
	var reasons, whys []string
	hosts := map[string][]string{} // by reason
	failed := 0
	for _, l := range lookups {
		if l.Failed == "" {
			continue
		}
		if hosts[l.Failed] == nil {
			reasons, whys = append(reasons, l.Failed), append(whys, auditLookupFailure(w, l.Failed))
		}
		hosts[l.Failed] = append(hosts[l.Failed], l.Host)
		failed++
	}
	if failed > 1 && failed == len(lookups) {
		why := strings.Join(whys, w.Say("audit_separator"))
		return []AuditGap{{w.Say("audit_lookups_none"), w.Say("audit_lookups_none_why", i18n.Data{"Why": why})}}
	}
	for i, reason := range reasons {
		names := firstNames(w, hosts[reason], lookupsShown)
		gaps = append(gaps, AuditGap{names, w.Say("audit_lookup_why", i18n.Data{"Why": whys[i]})})
	}
	return gaps
}

// auditLookupFailure describes a reason. One that only a later version gives is shown
// as it is.
func auditLookupFailure(w *i18n.Words, reason string) string {
	if slices.Contains(audit.LookupFailures(), reason) {
		return w.Say("audit_lookup_" + textID(reason))
	}
	return printable(reason)
}

// firstNames lists the first of some names from a portal, and how many follow.
func firstNames(w *i18n.Words, names []string, most int) string {
	names = allPrintable(names)
	if more := len(names) - most; more > 0 {
		names = append(names[:most:most], w.Count("audit_more", more))
	}
	return list(w, names)
}
