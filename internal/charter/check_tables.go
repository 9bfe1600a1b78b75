package charter

import (
	"regexp"
	"strings"

	"charte/internal/message"
)

var (
	// cookieName matches the cookie names that RFC 6265 allows; * and # are wildcards.
	cookieName   = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
	onlyWildcard = regexp.MustCompile(`^[*#.]+$`)
)

// checkTable reports errors in a table of a section.
func checkTable(src *source, t *table, s *section) {
	if have, want := countCells(t.source), len(t.columns); have < want {
		src.fault(t.line, message.Of("cells in the header: %d, in the |---| line under it: %d", have, want), message.Of("give both lines the same number of cells"))
	}
	checkColumns(src, t, s)
	checkDeclares(src, t, s)
	for _, r := range t.rows {
		checkRow(src, t, r)
		if t.declares && t.column(nameColumn) < len(r.cells) {
			checkNames(src, r.line, t.names(r))
		}
	}
}

// checkColumns reports columns without a header, and two columns of one kind.
func checkColumns(src *source, t *table, s *section) {
	for i, c := range t.columns {
		if c.label == "" {
			src.warn(t.line, message.Of("column %d of the table has no header", i+1), message.Of("name what it contains"))
		}
		if first := t.column(c.kind); c.kind != otherColumn && first < i && (s.owner != "" || c.kind == nameColumn) {
			src.fault(t.line, message.Of("the columns %q and %q have the same meaning", t.columns[first].label, c.label),
				message.Of("merge them, or rename one"))
		}
	}
}

// checkDeclares reports a table that probably should declare trackers but does not.
func checkDeclares(src *source, t *table, s *section) {
	named, known := t.column(nameColumn) >= 0, false
	for _, c := range t.columns {
		known = known || c.kind != otherColumn
	}
	french, english := columnWords().in("fr").Example, columnWords().in("en").Example
	switch {
	case named && s.owner == "":
		src.fault(t.line, message.Of("a table of cookies is outside the sections of purposes, so visitors are not asked about them"),
			message.Of("move it under the heading of a purpose, such as #### … {#statistics}"))
	case s.owner != "" && known && !named:
		src.fault(t.line, message.Of("the table has no column of cookie names, so it declares no tracker"),
			message.Of("name the column %q or %q", french[nameColumn], english[nameColumn]))
	case s.owner != "" && !named:
		src.warn(t.line, message.Of("the table is shown, but declares no tracker"),
			message.Of("if it should, name its columns (%q, %q, %q, %q)", french[nameColumn], french[providerColumn], french[purposeColumn], french[durationColumn]))
	}
}

// checkRow compares the number of a row's cells with the header's.
func checkRow(src *source, t *table, r row) {
	have, want := countCells(r.source), len(t.columns)
	problem := message.Of("cells in this row: %d, in the header: %d", have, want)
	switch {
	case delimiter.MatchString(r.source):
		src.fault(r.line, message.Of("the table has a second |---| line"), message.Of("put a blank line between two tables"))
	case strings.Contains(t.source, "|") && !strings.Contains(r.source, "|"):
		src.fault(r.line, message.Of("text directly under a table is read as one of its rows"), message.Of("put a blank line above it"))
	case have > want:
		src.fault(r.line, problem, message.Of(`write \| for a bar that is only text, or add the column to the header`))
	case have < want && t.declares:
		src.fault(r.line, problem, message.Of("leave a cell empty rather than out: | |"))
	case have < want:
		src.warn(r.line, problem, message.Of("leave a cell empty rather than out: | |"))
	}
}

// checkNames reports tracker names of a row that no cookie can have.
func checkNames(src *source, line int, names []string) {
	if len(names) == 0 {
		src.warn(line, message.Of("the row names no cookie, so it declares no tracker"), message.Of("write its name, or a pattern such as _ga_*"))
	}
	for _, name := range names {
		switch {
		case onlyWildcard.MatchString(name):
			src.fault(line, message.Of("the pattern %q matches every cookie", name), message.Of("write the fixed part of the name, such as _ga_*"))
		case strings.Contains(name, "**"):
			src.warn(line, message.Of("the stars in %q are read as a pattern, not as bold text", name), message.Of("write the name without them"))
		case !cookieName.MatchString(name):
			src.warn(line, message.Of("no cookie can have the name %q", name), message.Of("separate names by ; or <br>, and write * for a part that varies"))
		}
	}
}
