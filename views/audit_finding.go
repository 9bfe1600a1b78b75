package views

import (
	"cmp"
	"regexp"
	"strings"

	"charte/internal/audit"
	"charte/internal/i18n"
)

// auditEntries returns the findings of r in the language of w, those about one cookie,
// key or host together.
func auditEntries(w *i18n.Words, r audit.Report) []AuditEntry {
	byName, order := map[string][]audit.Finding{}, []string{}
	for _, f := range r.Findings {
		key := f.Kind + "\n" + f.Name
		if f.Name == "" {
			key += f.Host
		}
		if byName[key] == nil {
			order = append(order, key)
		}
		byName[key] = append(byName[key], f)
	}
	var entries []AuditEntry
	for _, key := range order {
		entries = append(entries, auditEntry(w, r, byName[key]))
	}
	return entries
}

// auditEntry returns findings about the same thing, the most severe first. A fact that
// several have is that of the first.
func auditEntry(w *i18n.Words, r audit.Report, all []audit.Finding) AuditEntry {
	e := AuditEntry{Name: printable(cmp.Or(all[0].Name, all[0].Host, "–"))}
	var short []string
	known := map[string]bool{}
	for _, f := range all {
		p := AuditProblem{Level: w.Say("audit_level_" + string(f.Level)), Problem: auditProblem(w, f), Why: auditWhy(w, f.Rule)}
		if states := auditStates(w, f.States); states != "" {
			p.When = []OperatorFact{{Name: w.Say("audit_states"), Value: states}}
		}
		e.Problems = append(e.Problems, p)
		short = append(short, w.Say("audit_short_"+textID(f.Rule)))
		for _, fact := range auditFindingFacts(w, f) {
			if !known[fact.Name] {
				known[fact.Name] = true
				e.Facts = append(e.Facts, fact)
			}
		}
		if f.Propose != nil {
			auditRows(w, r.Languages, f.Propose, &e)
		}
	}
	e.Short = named(w, e.Problems[0].Level, strings.Join(short, ", "))
	return e
}

// auditWhy returns the reason and the sources of a rule.
func auditWhy(w *i18n.Words, id string) string {
	why := w.Say("audit_why_" + textID(id))
	for _, rule := range audit.Rules() {
		if rule.ID == id {
			why = w.Say("audit_source", i18n.Data{"Why": why, "Source": sources(w, rule.Source)})
		}
	}
	return why
}

// auditFindingFacts returns where and how a finding was seen.
func auditFindingFacts(w *i18n.Words, f audit.Finding) (facts []OperatorFact) {
	fact := func(id, value string, code bool) {
		if value != "" {
			facts = append(facts, OperatorFact{Name: w.Say(id), Value: printable(value), Code: code})
		}
	}
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
	return facts
}

// paragraph and point match (1) and (c) in "GDPR art. 5(1)(c)".
var (
	paragraph = regexp.MustCompile(`\((\d+)\)`)
	point     = regexp.MustCompile(`\(([a-z])\)`)
)

// sources writes citations of law in the form of the language: "RGPD, art. 5, § 1, c".
func sources(w *i18n.Words, all []string) string {
	names := strings.NewReplacer("GDPR", w.Say("audit_gdpr"), "CJEU ", w.Say("audit_cjeu"), " art. ", w.Say("audit_article"), " §", w.Say("audit_section"), "loi ", w.Say("audit_law"))
	cited := names.Replace(strings.Join(all, w.Say("audit_separator")))
	cited = paragraph.ReplaceAllString(cited, w.Say("audit_paragraph", i18n.Data{"Number": "$1"}))
	return point.ReplaceAllString(cited, w.Say("audit_point", i18n.Data{"Letter": "$1"}))
}

func textID(rule string) string { return strings.ReplaceAll(rule, "-", "_") }

func auditProblem(w *i18n.Words, f audit.Finding) string {
	if f.Rule == audit.AttributesDiffer {
		f.Declared, f.Seen = attribute(w, f.Declared, f.Seen), attribute(w, f.Seen, f.Declared)
	}
	return w.Say("audit_rule_"+textID(f.Rule), i18n.Data{
		"Name": printable(cmp.Or(f.Name, f.Host)), "Host": printable(f.Host), "Kind": kind(w, f.Kind), "Lifetime": span(w, f.Lifetime),
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
func auditRows(w *i18n.Words, languages []string, p *audit.Proposal, out *AuditEntry) {
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
