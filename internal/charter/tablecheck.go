package charter

import (
	"strings"

	"charte/internal/phrase"
)

// checkColumns says what a table's header lacks for what the table seems to be.
func (d *document) checkColumns(t *table, s *section) {
	named, known := t.column(name) >= 0, false
	for i, c := range t.columns {
		known = known || c.role != unknown
		if c.label == "" {
			d.report.warn(d.name, t.line, phrase.Of("column %d of the table has no header", i+1), phrase.Of("name what stands in it"))
		}
		if first := t.column(c.role); c.role != unknown && first < i && (s.under != "" || c.role == name) {
			d.report.fault(d.name, t.line, phrase.Of("the columns %q and %q say the same of a tracker", t.columns[first].label, c.label),
				phrase.Of("join them, or name one so that they differ"))
		}
	}
	switch {
	case named && s.under == "":
		d.report.fault(d.name, t.line, phrase.Of("a table of cookies stands outside the sections of purposes, so nobody is asked about them"),
			phrase.Of("move it under the heading of a purpose, such as #### … {#statistics}"))
	case s.under != "" && known && !named:
		d.report.fault(d.name, t.line, phrase.Of("the table has no column of cookie names, so it declares no tracker"),
			phrase.Of("name the column \"Nom du cookie\" or \"Cookie name\""))
	case s.under != "" && !named:
		d.report.warn(d.name, t.line, phrase.Of("the table is shown, but declares no tracker"),
			phrase.Of("if it should, name its columns (\"Nom du cookie\", \"Prestataire\", \"Finalité\", \"Durée\")"))
	}
	t.trackers = named && s.under != ""
}

// checkRow compares a row's cells with the header's.
func (d *document) checkRow(t *table, line int, text string) {
	have, want := countCells(text), len(t.columns)
	problem := phrase.Of("cells in this row: %d, in the header: %d", have, want)
	switch {
	case delimiter.MatchString(text):
		d.report.fault(d.name, line, phrase.Of("a second |---| line stands in the table"), phrase.Of("put a blank line between two tables"))
	case t.barred && !strings.Contains(text, "|"):
		d.report.fault(d.name, line, phrase.Of("text right under a table is read as its row"), phrase.Of("put a blank line above it"))
	case have > want:
		d.report.fault(d.name, line, problem, phrase.Of(`write \| for a bar that is only text, or add the column to the header`))
	case have < want && t.trackers:
		d.report.fault(d.name, line, problem, phrase.Of("leave a cell empty rather than out: | |"))
	case have < want:
		d.report.warn(d.name, line, problem, phrase.Of("leave a cell empty rather than out: | |"))
	}
}

func (d *document) checkNames(line int, names []string) {
	if len(names) == 0 {
		d.report.warn(d.name, line, phrase.Of("the row names no cookie, so it declares no tracker"), phrase.Of("write its name, or a pattern such as _ga_*"))
	}
	for _, n := range names {
		switch {
		case onlyWild.MatchString(n):
			d.report.fault(d.name, line, phrase.Of("the pattern %q names every cookie", n), phrase.Of("write the part that stays the same, such as _ga_*"))
		case strings.Contains(n, "**"):
			d.report.warn(d.name, line, phrase.Of("the stars in %q are read as a pattern, not as bold text", n), phrase.Of("write the name without them"))
		case !cookieName.MatchString(n):
			d.report.warn(d.name, line, phrase.Of("no cookie can have the name %q", n), phrase.Of("separate names by ; or <br>, and write * for a part that varies"))
		}
	}
}
