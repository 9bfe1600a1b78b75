package charter

import (
	"fmt"
	"strings"

	"charte/internal/consent"

	east "github.com/yuin/goldmark/extension/ast"
)

// table is any table of a file, with its cells rendered.
type table struct {
	line    int
	source  string // of its header, from the first cell to the end of the line
	id      string // of its caption
	caption string
	columns []column
	rows    []row

	// Set by bind: the table belongs to a purpose and names cookies, one a row; or one
	// a column.
	declares, transposed bool
}

type column struct {
	header             // bind may take its kind from the original
	label, html string // as plain text, as HTML
}

type row struct {
	line   int
	source string // from the first cell to the end of the line
	cells  []cell
}

type cell struct {
	source, text, html string         // as Markdown, as plain text, as HTML
	names              []declaredName // set by bind, in the name column of a table that declares trackers
}

// declaredName is a tracker's name in a cell, with the prefix that gives its kind, as
// written.
type declaredName struct {
	kind         consent.Kind
	prefix, name string
}

// id returns what identifies the tracker in its purpose.
func (n declaredName) id() string { return n.kind.ID(n.name) }

// column returns the index of the first column of a kind, and -1 if the table has none.
func (t *table) column(kind columnKind) int {
	for i, c := range t.columns {
		if c.kind == kind {
			return i
		}
	}
	return -1
}

// parseTables reads the tables of every section and replaces them in the tree.
func parseTables(d *document, taken *ids) {
	captions := map[string]int{}
	for _, s := range d.sections {
		for _, node := range tablesIn(s.body) {
			t := parseTable(d, node)
			t.caption = s.title
			if captions[s.title]++; captions[s.title] > 1 {
				t.caption = fmt.Sprintf("%s (%d)", s.title, captions[s.title])
			}
			t.id = taken.add("table", t.line)
			s.tables = append(s.tables, t)
			replace(node, &tableNode{table: t})
		}
	}
}

func parseTable(d *document, node *east.Table) *table {
	header := node.FirstChild()
	t := &table{line: d.line(header.Pos()), source: d.restOfLine(header.Pos())}
	for c := header.FirstChild(); c != nil; c = c.NextSibling() {
		html := d.html.inline(c)
		t.columns = append(t.columns, column{header: readHeader(cellSource(d.source, c)), label: plainText(html), html: html})
	}
	for n := header.NextSibling(); n != nil; n = n.NextSibling() {
		r := row{line: d.line(n.Pos()), source: d.restOfLine(n.Pos())}
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			html := d.html.inline(c)
			r.cells = append(r.cells, cell{source: cellSource(d.source, c), text: plainText(html), html: html})
		}
		t.rows = append(t.rows, r)
	}
	return t
}

// countCells counts the cells of a row's source as the Markdown parser does.
func countCells(row string) int {
	row = strings.TrimSpace(strings.TrimLeft(row, " \t>"))
	row = strings.TrimPrefix(row, "|")
	if row == "" {
		return 0
	}
	row = strings.TrimSuffix(row, "|")
	return 1 + strings.Count(row, "|") - strings.Count(row, `\|`)
}
