package charter

import (
	"html"

	"github.com/yuin/goldmark/util"
)

// writeTable writes a table without ARIA roles: browsers keep the roles of its elements
// where the style sheet's display turns rows into cards. It scrolls inside a
// named section, a region that the keyboard can reach.
func writeTable(w util.BufWriter, t *table) {
	put := func(parts ...string) {
		for _, p := range parts {
			_, _ = w.WriteString(p) // writing to memory does not fail
		}
	}
	put(`<div class="table" role="region" tabindex="0" aria-labelledby="`, t.id, "\">\n",
		"<table", t.class(), ">\n<caption id=\"", t.id, `" class="visually-hidden">`, html.EscapeString(t.caption), "</caption>\n",
		"<thead>\n<tr>\n")
	for _, c := range t.columns {
		if c.label == "" {
			put("<td></td>\n") // an empty th is an accessibility error
			continue
		}
		put(`<th scope="col">`, c.html, "</th>\n")
	}
	put("</tr>\n</thead>\n")
	if len(t.rows) > 0 {
		put("<tbody>\n")
		for _, r := range t.rows {
			writeRow(put, t, r)
		}
		put("</tbody>\n")
	}
	put("</table>\n</div>\n")
}

// class marks a table of trackers: on a phone, its rows are two to four lines.
func (t *table) class() string {
	if t.declares {
		return ` class="trackers"`
	}
	return ""
}

// place returns the attribute that places a cell where rows are cards. The facts about a
// tracker need no label there; the duration is beside the name.
func (t *table) place(column int) string {
	switch kind := t.columns[column].kind; {
	case t.declares && kind == durationColumn:
		return ` class="duration"`
	case t.declares && (kind == providerColumn || kind == serviceColumn || kind == purposeColumn):
		return ""
	}
	if label := t.columns[column].label; label != "" {
		return ` data-label="` + html.EscapeString(label) + `"`
	}
	return ""
}

func writeRow(put func(...string), t *table, r row) {
	put("<tr>\n")
	for i, c := range r.cells {
		if len(c.names) == 0 {
			put(`<td`, t.place(i), ">", c.html, "</td>\n")
			continue
		}
		put(`<th scope="row">`)
		for j, n := range c.names {
			if j > 0 {
				put("<br>\n")
			}
			put(html.EscapeString(n.prefix), "<code>", html.EscapeString(n.name), "</code>")
		}
		put("</th>\n")
	}
	put("</tr>\n")
}
