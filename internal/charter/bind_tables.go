package charter

import (
	"html"
	"regexp"
	"strings"

	"charte/internal/consent"
)

// numberAndUnit matches the space between a number and its unit, where a narrow
// column must not break the line.
var numberAndUnit = regexp.MustCompile(`(\d) (\pL)`)

// bindTable finishes a table once its section's owner and the kinds of its columns are
// known.
func bindTable(t *table, s *section) {
	names := t.column(nameColumn)
	t.transposed = t.isTransposed()
	t.declares = names >= 0 && s.owner != "" && !t.transposed
	for r := range t.rows {
		kind := kindIn(t.text(t.rows[r], typeColumn))
		for i := range t.rows[r].cells {
			c := &t.rows[r].cells[i]
			if c.html == "" { // cleared as a name, before the kinds were known
				c.text, c.html = c.source, html.EscapeString(c.source)
			}
			switch {
			case t.declares && i == names:
				c.text, c.html = c.source, html.EscapeString(c.source)
				if !t.rows[r].isTitle(i) {
					c.names = namesIn(c.source, kind)
				}
			case i < len(t.columns) && t.columns[i].kind == durationColumn:
				c.html = numberAndUnit.ReplaceAllString(c.html, "$1\u00a0$2")
			}
		}
	}
}

// namesIn returns the trackers that a name cell declares; kind is that of the row.
func namesIn(source string, kind consent.Kind) (names []declaredName) {
	for _, name := range trackerNames(source) {
		n := declaredName{kind: kind, name: name}
		if own, bare := splitPrefix(name); own != consent.Cookie && bare != "" {
			n = declaredName{own, strings.TrimSuffix(strings.TrimRight(name, "`"), bare), bare}
			n.prefix = strings.TrimRight(n.prefix, "`")
		}
		names = append(names, n)
	}
	return names
}

// isTitle reports whether cell i is the only one of several with a text, and that is
// no name: a title between rows.
func (r row) isTitle(i int) bool {
	if len(r.cells) < 2 || consent.IsCookieName(strings.Trim(r.cells[i].source, "*`")) {
		return false
	}
	for j, c := range r.cells {
		if j != i && strings.TrimSpace(c.source) != "" {
			return false
		}
	}
	names := namesIn(r.cells[i].source, consent.Cookie)
	return len(names) == 1 && names[0].kind == consent.Cookie && strings.Contains(names[0].name, " ")
}

// isTransposed reports whether the cells of the first column are headers, and the
// headers after the first are not: each column is then a tracker.
func (t *table) isTransposed() bool {
	if len(t.columns) < 2 || len(t.rows) == 0 || t.columns[0].kind != nameColumn {
		return false
	}
	for _, c := range t.columns[1:] {
		if c.kind != unknownColumn {
			return false
		}
	}
	for _, r := range t.rows {
		if len(r.cells) == 0 || readHeader(r.cells[0].source).kind == unknownColumn {
			return false
		}
	}
	return true
}

// text returns the text of a row in the columns of a kind: the first that has one; all
// of them for purposes and services, which may be written in two columns.
func (t *table) text(r row, kind columnKind) string {
	var all []string
	for i, c := range t.columns {
		if c.kind != kind || i >= len(r.cells) {
			continue
		}
		text := r.cells[i].text
		if kind == providerColumn || kind == durationColumn {
			text = factIn(text)
		}
		if kind == providerColumn && isYesOrNo(text) {
			text = ""
		}
		if all = appendNew(all, text); len(all) > 0 && kind != purposeColumn && kind != serviceColumn {
			break
		}
	}
	return strings.Join(all, " – ")
}
