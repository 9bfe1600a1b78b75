package views

import (
	"strings"

	"charte/internal/audit"
	"charte/internal/i18n"
)

// auditFinding returns the finding f in the language of w.
func auditFinding(w *i18n.Words, r audit.Report, f audit.Finding) AuditFinding {
	out := AuditFinding{Level: w.Say("audit_level_" + string(f.Level)), Problem: auditProblem(w, f)}
	out.Why = w.Say("audit_why_" + textID(f.Rule))
	for _, rule := range audit.Rules() {
		if rule.ID == f.Rule {
			out.Why = w.Say("audit_source", i18n.Data{"Why": out.Why, "Source": sources(w, rule.Source)})
		}
	}
	fact := func(id, value string, code bool) {
		if value != "" {
			out.Facts = append(out.Facts, OperatorFact{Name: w.Say(id), Value: printable(value), Code: code})
		}
	}
	fact("audit_states", auditStates(w, f.States), false)
	if f.Page != "" {
		fact("audit_page", w.Count("audit_page_first", f.Pages, i18n.Data{"Page": f.Page}), false)
	}
	fact("audit_evidence", f.Evidence, true)
	if f.Request != "" && f.SetBy != audit.ByUnknown {
		fact("audit_set_by", w.Say("audit_set_by_"+f.SetBy, i18n.Data{"Request": f.Request}), false)
	}
	switch {
	case f.Tool != "":
		fact("audit_tool", f.Tool, false)
	case f.Propose != nil || f.Rule == audit.TrackerRequest:
		fact("audit_tool", w.Say("audit_unknown"), false)
	}
	if f.Line > 0 {
		fact("audit_where", w.Say("audit_line", i18n.Data{"File": f.File, "Line": f.Line}), false)
	}
	if f.Propose != nil {
		auditRows(w, r.Languages, f.Propose, &out)
	}
	return out
}

// sources translates the names of laws and courts.
func sources(w *i18n.Words, all []string) string {
	names := strings.NewReplacer("GDPR", w.Say("audit_gdpr"), "CJEU", w.Say("audit_cjeu"), " and ", w.Say("audit_and"))
	return names.Replace(strings.Join(all, ", "))
}

func textID(rule string) string { return strings.ReplaceAll(rule, "-", "_") }

func auditProblem(w *i18n.Words, f audit.Finding) string {
	if f.Rule == audit.AttributesDiffer {
		f.Declared, f.Seen = attribute(w, f.Declared, f.Seen), attribute(w, f.Seen, f.Declared)
	}
	return w.Say("audit_rule_"+textID(f.Rule), i18n.Data{
		"Name": printable(f.Name), "Host": printable(f.Host), "Kind": kind(w, f.Kind), "Lifetime": span(w, f.Lifetime),
		"Declared": printable(f.Declared), "Seen": printable(f.Seen),
	})
}

// attribute returns the word for the attribute is, or "without other" if it is empty.
func attribute(w *i18n.Words, is, other string) string {
	switch is {
	case "":
		return w.Say("audit_without", i18n.Data{"Attribute": other})
	case audit.FirstParty:
		return w.Say("audit_first_party")
	case audit.ThirdParty:
		return w.Say("audit_third_party")
	}
	return is
}

func kind(w *i18n.Words, of string) string { return w.Say("audit_kind_" + printable(of)) }

func auditStates(w *i18n.Words, states []audit.State) string {
	var names []string
	for _, s := range states {
		names = append(names, stateWords(w, s))
	}
	return strings.Join(names, ", ")
}

func stateWords(w *i18n.Words, s audit.State) string {
	return w.Say("audit_state_" + printable(string(s)))
}

// auditRows adds the rows to paste, one for each language of the charter.
func auditRows(w *i18n.Words, languages []string, p *audit.Proposal, out *AuditFinding) {
	for _, language := range languages {
		row, given := p.Rows[language]
		if !given {
			continue
		}
		id, text := "audit_row", row.Row
		if row.Head != "" {
			id, text = "audit_row_new", row.Head+"\n"+row.Row
		}
		where := w.Say(id, i18n.Data{"File": printable(row.File), "Line": row.Line, "Purpose": printable(p.Purpose)})
		out.Rows = append(out.Rows, AuditRow{where, strings.Join(allPrintable(strings.Split(text, "\n")), "\n")})
	}
	if !p.Certain {
		out.Notes = append(out.Notes, w.Say("audit_row_choose"))
	}
	if p.Source != "" {
		out.Notes = append(out.Notes, w.Say("audit_row_source", i18n.Data{"Source": printable(p.Source)}))
	}
}
