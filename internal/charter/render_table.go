package charter

import (
	"html"

	"github.com/yuin/goldmark/util"
)

// writeTable writes a table with explicit ARIA roles, because the style sheet's
// display changes, which turn rows into cards, remove the implicit ones. It
// scrolls inside a named section, a region that the keyboard can reach.
func writeTable(w util.BufWriter, t *table) {
	put := func(parts ...string) {
		for _, p := range parts {
			_, _ = w.WriteString(p) // writing to memory does not fail
		}
	}
	put(`<section class="table" tabindex="0" aria-labelledby="`, t.id, "\">\n",
		"<table role=\"table\">\n<caption id=\"", t.id, `" class="visually-hidden">`, html.EscapeString(t.caption), "</caption>\n",
		"<thead role=\"rowgroup\">\n<tr role=\"row\">\n")
	for _, c := range t.columns {
		if c.label == "" {
			put("<td role=\"cell\"></td>\n") // an empty th is an accessibility error
			continue
		}
		put(`<th scope="col" role="columnheader">`, c.html, "</th>\n")
	}
	put("</tr>\n</thead>\n")
	if len(t.rows) > 0 {
		put("<tbody role=\"rowgroup\">\n")
		for _, r := range t.rows {
			writeRow(put, t, r)
		}
		put("</tbody>\n")
	}
	put("</table>\n</section>\n")
}

func writeRow(put func(...string), t *table, r row) {
	put("<tr role=\"row\">\n")
	for i, c := range r.cells {
		label := ""
		if t.columns[i].label != "" {
			label = ` data-label="` + html.EscapeString(t.columns[i].label) + `"`
		}
		if len(c.names) == 0 {
			put(`<td role="cell"`, label, ">", c.html, "</td>\n")
			continue
		}
		put(`<th scope="row" role="rowheader"`, label, ">")
		for j, n := range c.names {
			if j > 0 {
				put("<br>\n")
			}
			put("<code>", html.EscapeString(n), "</code>")
		}
		put("</th>\n")
	}
	put("</tr>\n")
}
