package views

import (
	"strings"

	"charte/internal/audit"
	"charte/internal/i18n"
)

// auditFinding puts a finding into words.
func auditFinding(w *i18n.Words, r audit.Report, f audit.Finding) AuditFinding {
	told := AuditFinding{Level: w.Say("audit_level_" + string(f.Level)), Problem: auditProblem(w, f)}
	told.Why = w.Say("audit_why_" + textID(f.Rule))
	for _, rule := range audit.Rules() {
		if rule.ID == f.Rule {
			told.Why = w.Say("audit_source", i18n.Data{"Why": told.Why, "Source": sources(w, rule.Source)})
		}
	}
	fact := func(id, value string, code bool) {
		if value != "" {
			told.Facts = append(told.Facts, OperatorFact{Name: w.Say(id), Value: shown(value), Code: code})
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
		auditRows(w, r.Languages, f.Propose, &told)
	}
	return told
}

// sources names laws and courts as the language does.
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
		"Name": shown(f.Name), "Host": shown(f.Host), "Kind": kind(w, f.Kind), "Lifetime": span(w, f.Lifetime),
		"Declared": shown(f.Declared), "Seen": shown(f.Seen),
	})
}

// attribute says an attribute, or that other is absent.
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

func kind(w *i18n.Words, of string) string { return w.Say("audit_kind_" + shown(of)) }

func auditStates(w *i18n.Words, states []audit.State) string {
	var said []string
	for _, s := range states {
		said = append(said, stateWords(w, s))
	}
	return strings.Join(said, ", ")
}

func stateWords(w *i18n.Words, s audit.State) string { return w.Say("audit_state_" + shown(string(s))) }

// auditRows says what to paste, in each language of the charter.
func auditRows(w *i18n.Words, languages []string, p *audit.Proposal, told *AuditFinding) {
	for _, language := range languages {
		row, given := p.Rows[language]
		if !given {
			continue
		}
		id, text := "audit_row", row.Row
		if row.Head != "" {
			id, text = "audit_row_new", row.Head+"\n"+row.Row
		}
		where := w.Say(id, i18n.Data{"File": shown(row.File), "Line": row.Line, "Purpose": shown(p.Purpose)})
		told.Rows = append(told.Rows, AuditRow{where, strings.Join(shownAll(strings.Split(text, "\n")), "\n")})
	}
	if !p.Certain {
		told.Notes = append(told.Notes, w.Say("audit_row_choose"))
	}
	if p.Source != "" {
		told.Notes = append(told.Notes, w.Say("audit_row_source", i18n.Data{"Source": shown(p.Source)}))
	}
}
