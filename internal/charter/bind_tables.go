package charter

import (
	"html"
	"regexp"
)

// numberAndUnit matches the space between a number and its unit, where a narrow
// column must not break the line.
var numberAndUnit = regexp.MustCompile(`(\d) (\pL)`)

// bindTable finishes a table once its section's owner is known. model is the same
// table in the original; nil if there is none.
func bindTable(t *table, s *section, model *table) {
	if t.column(nameColumn) < 0 && model != nil {
		t.copyKinds(model)
	}
	names := t.column(nameColumn)
	t.declares = names >= 0 && s.owner != ""
	for r := range t.rows {
		for i := range t.rows[r].cells {
			c := &t.rows[r].cells[i]
			switch {
			case t.declares && i == names:
				c.names, c.text, c.html = trackerNames(c.source), c.source, html.EscapeString(c.source)
			case i < len(t.columns) && t.columns[i].kind == durationColumn:
				c.html = numberAndUnit.ReplaceAllString(c.html, "$1\u00a0$2")
			}
		}
	}
}

// copyKinds takes the kinds of the original's columns, for a language whose
// headers are not known.
func (t *table) copyKinds(model *table) {
	if len(model.columns) != len(t.columns) {
		return
	}
	for i := range t.columns {
		t.columns[i].kind = model.columns[i].kind
	}
}
