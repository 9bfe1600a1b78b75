package views

import (
	"fmt"
	"io"
	"strings"

	"charte/internal/i18n"
)

// WriteText writes the report for a terminal: coverage and gaps first, then the
// answers and the findings.
func (p AuditPage) WriteText(to io.Writer) error {
	var b strings.Builder
	fmt.Fprintln(&b, strings.Join(p.Coverage, "\n"))
	writeList(&b, p.Words.Say("audit_gaps"), p.gaps())
	fmt.Fprintf(&b, "\n%s\n\n", strings.Join(p.Answers, "\n"))
	writeFacts(&b, p.Words, "", p.Facts)
	if len(p.Entries) == 0 {
		fmt.Fprintf(&b, "\n%s\n", p.nothing())
	}
	for _, e := range p.Entries {
		e.write(&b, p.Words)
	}
	writeTable(&b, p.Pages)
	writeList(&b, p.Words.Say("audit_limits"), p.limits())
	fmt.Fprintf(&b, "\n%s\n", strings.Join(p.Counts, ", "))
	_, err := io.WriteString(to, b.String())
	return err
}

// write writes the findings about one thing, then what is known of it.
func (e AuditEntry) write(b *strings.Builder, w *i18n.Words) {
	fmt.Fprintln(b)
	for _, f := range e.Problems {
		fmt.Fprintf(b, "%s\n  %s\n", w.Say("audit_labelled", i18n.Data{"Level": f.Level, "Problem": f.Problem}), f.Why)
		writeFacts(b, w, "  ", f.When)
	}
	writeFacts(b, w, "  ", e.Facts)
	for _, row := range e.Rows {
		fmt.Fprintf(b, "  %s\n    %s\n", row.Where, strings.ReplaceAll(row.Markdown, "\n", "\n    "))
	}
	for _, note := range e.Notes {
		fmt.Fprintf(b, "  %s\n", note)
	}
}

// limits returns what was done on the pages, and what an audit cannot see.
func (p AuditPage) limits() (lines []string) {
	if p.Done != "" {
		lines = append(lines, p.Done)
	}
	return append(lines, p.Words.Say("audit_limits_text"))
}

// WriteText writes the changes for a terminal.
func (p AuditChangesPage) WriteText(to io.Writer) error {
	var b strings.Builder
	fmt.Fprintln(&b, p.Lead)
	if p.Incomplete {
		fmt.Fprintln(&b, p.Words.Say("audit_changes_incomplete"))
	}
	for _, part := range p.Parts {
		lines := part.Lines
		if len(lines) == 0 {
			lines = []string{p.Words.Say("audit_changes_none")}
		}
		writeList(&b, part.Title, lines)
	}
	_, err := io.WriteString(to, b.String())
	return err
}

func writeFacts(b *strings.Builder, w *i18n.Words, indent string, facts []OperatorFact) {
	for _, f := range facts {
		fmt.Fprintf(b, "%s%s\n", indent, named(w, f.Name, f.Value))
	}
}

func named(w *i18n.Words, name, value string) string {
	return w.Say("audit_named", i18n.Data{"Name": name, "Value": value})
}

func writeList(b *strings.Builder, title string, lines []string) {
	if len(lines) > 0 {
		fmt.Fprintf(b, "\n%s\n  %s\n", title, strings.Join(lines, "\n  "))
	}
}

// writeTable writes each row as one line, each cell after its column's name.
func writeTable(b *strings.Builder, t AuditTable) {
	var lines []string
	for _, row := range t.Rows {
		cells := make([]string, 0, len(row))
		for i, cell := range row[1:] {
			cells = append(cells, t.Columns[i+1]+" "+cell)
		}
		lines = append(lines, row[0]+"  "+strings.Join(cells, ", "))
	}
	writeList(b, t.Title, lines)
}
