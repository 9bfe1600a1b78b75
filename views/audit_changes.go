package views

import (
	"charte/internal/audit"
	"charte/internal/i18n"
)

// AuditChangesPage lists the differences between two reports, in one language.
type AuditChangesPage struct {
	Words      *i18n.Words
	CSS        string
	Title      string
	Lead       string
	Incomplete bool
	Parts      []AuditPart
}

// AuditPart is one titled list.
type AuditPart struct {
	Title string
	Lines []string
}

// NewAuditChanges returns the changes c in the language of w.
func NewAuditChanges(w *i18n.Words, css string, c audit.Changes) AuditChangesPage {
	p := AuditChangesPage{
		Words: w, CSS: css, Title: w.Say("audit_changes_title"), Incomplete: !c.Complete,
		Lead: w.Say("audit_changes_lead", i18n.Data{"Old": w.Date(c.Old), "New": w.Date(c.New)}),
	}
	findings := func(id string, all []audit.Finding) {
		part := AuditPart{Title: w.Say(id)}
		for _, f := range all {
			level := w.Say("audit_level_" + string(f.Level))
			part.Lines = append(part.Lines, w.Say("audit_labelled", i18n.Data{"Level": level, "Problem": auditProblem(w, f)}))
		}
		p.Parts = append(p.Parts, part)
	}
	findings("audit_changes_added", c.Added)
	findings("audit_changes_removed", c.Removed)
	findings("audit_changes_same", c.Same)
	p.Parts = append(p.Parts,
		AuditPart{w.Say("audit_changes_appeared"), auditSightings(w, c.Appeared)},
		AuditPart{w.Say("audit_changes_vanished"), auditSightings(w, c.Vanished)})
	return p
}

func auditSightings(w *i18n.Words, all []audit.Sighting) (lines []string) {
	for _, s := range all {
		lines = append(lines, printable(s.Name)+" ("+kind(w, s.Kind)+")")
	}
	return lines
}
