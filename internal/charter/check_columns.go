package charter

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"charte/internal/message"
)

// checkColumns reports columns without a header, with one that is not known, with two
// facts, and two columns of one kind.
func checkColumns(src *source, t *table, s *section) {
	read := t.column(nameColumn) >= 0 || s.owner != "" && t.hasFacts()
	for i, c := range t.columns {
		switch first := t.column(c.kind); {
		case c.label == "":
			src.warn(t.line, message.Of("column %d of the table has no header", i+1), message.Of("name what it contains"))
		case c.kind == unknownColumn && read && !t.transposed:
			src.warn(t.line, message.Of("the column %q is not known: it is shown, but not read", c.label), message.Of("use one of the known headers if it is a fact: %s", t.knownHeaders(src)))
		case c.second != "" && read:
			src.warn(t.line, message.Of("the column %q has two facts, and only the first is read", c.label), message.Of("make two columns of it"))
		case first == i || s.owner == "" && c.kind != nameColumn:
		case c.kind == nameColumn:
			src.faultReading("", t.line, message.Of("the columns %q and %q have the same meaning", t.columns[first].label, c.label), message.Of("merge them, or rename one"))
		case slices.Contains([]columnKind{providerColumn, durationColumn, typeColumn}, c.kind):
			src.warn(t.line, message.Of("the columns %q and %q have the same meaning: in each row, the first that is filled is read", t.columns[first].label, c.label), message.Of("merge them, or rename one"))
		}
	}
}

// hasFacts reports whether a column has a known fact.
func (t *table) hasFacts() bool {
	return slices.ContainsFunc(t.columns, func(c column) bool { return c.kind != unknownColumn && c.kind != otherColumn })
}

// knownHeaders lists a header of each kind that the table lacks, in the language of the
// file.
func (t *table) knownHeaders(src *source) string {
	words := columnWords().in(src.language)
	var known []string
	for _, kind := range []columnKind{nameColumn, providerColumn, serviceColumn, purposeColumn, durationColumn, typeColumn} {
		for _, header := range words.Columns[kind][:min(4, len(words.Columns[kind]))] {
			first, size := utf8.DecodeRuneInString(header)
			known = append(known, string(unicode.ToUpper(first))+header[size:])
		}
	}
	return strings.Join(known, ", ")
}

// checkDeclares reports a table that probably should declare trackers but does not.
func checkDeclares(src *source, t *table, s *section) {
	named := t.column(nameColumn) >= 0
	french, english := columnWords().in("fr").Example, columnWords().in("en").Example
	switch {
	case named && s.owner == "":
		src.fault(t.line, message.Of("a table of cookies is outside the sections of purposes, so visitors are not asked about them"),
			message.Of("move it under the heading of a purpose, such as #### … {#statistics}"))
	case t.transposed && s.owner != "":
		src.faultReading("", t.line, message.Of("each column of the table is a cookie (%s), so it declares no tracker", strings.Join(t.labels()[1:], ", ")),
			message.Of("write one cookie a row, under the headers %s", strings.Join(t.firstCells(), ", ")))
	case s.owner != "" && t.hasFacts() && !named:
		src.faultReading("", t.line, message.Of("the table has no column of cookie names, so it declares no tracker"),
			message.Of("name the column %q or %q", french[nameColumn], english[nameColumn]))
	case s.owner != "" && !named:
		src.warn(t.line, message.Of("the table with the columns %s is shown, but declares no tracker", strings.Join(t.labels(), ", ")),
			message.Of("if it should, name its columns (%q, %q, %q, %q)", french[nameColumn], french[providerColumn], french[purposeColumn], french[durationColumn]))
	case !named && len(t.looksNamed()) > 0:
		src.warn(t.line, message.Of("the table seems to name cookies (%s), but is outside the sections of purposes and declares nothing", strings.Join(t.looksNamed(), ", ")),
			message.Of("move it under the heading of a purpose, and name the column %q or %q", french[nameColumn], english[nameColumn]))
	}
}

func (t *table) labels() (all []string) {
	for _, c := range t.columns {
		all = append(all, c.label)
	}
	return all
}

// firstCells returns the texts of the first column.
func (t *table) firstCells() []string {
	all := []string{t.columns[0].label}
	for _, r := range t.rows {
		all = append(all, r.cells[0].text)
	}
	return all
}

// looksNamed returns what looks like names of cookies in the cells of a table.
func (t *table) looksNamed() (all []string) {
	for _, r := range t.rows {
		for _, c := range r.cells {
			for _, n := range namesIn(c.source, "") {
				if looksLikeCookie(n.name) {
					all = appendNew(all, n.name)
				}
			}
		}
	}
	return all
}
