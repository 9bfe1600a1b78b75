package charter

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"

	"charte/internal/phrase"

	"github.com/yuin/goldmark/ast"
)

// table is a table as read: any table, or one that declares trackers.
type table struct {
	line     int
	id       string // of its caption
	caption  string
	columns  []column
	rows     []row
	barred   bool // its header is written with bars
	trackers bool // it stands under a purpose and names cookies
}

type column struct {
	role        role
	label, html string // as plain text, as HTML
}

type row struct {
	line  int
	cells []cell
}

type cell struct {
	text, html string
	names      []string // in the name column of a tracker table
}

// readTables reads a section's tables. roles are those of the same tables in
// the original, for a language whose headers are not known here.
func (d *document) readTables(s *section, roles [][]role) {
	for i, node := range tablesIn(s.body) {
		t := &table{line: d.line(node.Pos()), caption: s.title}
		d.readColumns(t, node.FirstChild())
		if i < len(roles) {
			t.borrow(roles[i])
		}
		d.checkColumns(t, s)
		for r := node.FirstChild().NextSibling(); r != nil; r = r.NextSibling() {
			d.readRow(t, r)
		}
		if d.captions[s.title]++; d.captions[s.title] > 1 {
			t.caption = fmt.Sprintf("%s (%d)", s.title, d.captions[s.title])
		}
		t.id = d.newID("table", t.line)
		s.tables = append(s.tables, t)
		replace(node, &tableNode{table: t})
	}
}

func (d *document) readColumns(t *table, header ast.Node) {
	t.line = d.line(header.Pos())
	text := d.rest(header.Pos())
	t.barred = strings.Contains(text, "|")
	if have, want := countCells(text), header.ChildCount(); have < want {
		d.report.fault(d.name, t.line, phrase.Of("cells in the header: %d, in the |---| line under it: %d", have, want), phrase.Of("give both lines the same number of cells"))
	}
	for c := header.FirstChild(); c != nil; c = c.NextSibling() {
		inner := d.inline(c)
		t.columns = append(t.columns, column{role: roleOf(d.cellSource(c)), label: plain(inner), html: inner})
	}
}

// borrow takes the original's roles where this table's own headers do not tell
// which column names the cookies.
func (t *table) borrow(roles []role) {
	if t.column(name) < 0 && len(roles) == len(t.columns) {
		for i := range t.columns {
			t.columns[i].role = roles[i]
		}
	}
}

// column is the index of the first column with a role; -1 where there is none.
func (t *table) column(r role) int {
	return slices.IndexFunc(t.columns, func(c column) bool { return c.role == r })
}

func (t *table) roles() []role {
	roles := make([]role, len(t.columns))
	for i, c := range t.columns {
		roles[i] = c.role
	}
	return roles
}

// quantity is a number and its unit: a narrow column must not part them.
var quantity = regexp.MustCompile(`(\d) (\pL)`)

func (d *document) readRow(t *table, node ast.Node) {
	r := row{line: d.line(node.Pos())}
	d.checkRow(t, r.line, d.rest(node.Pos()))
	names := -1
	if t.trackers {
		names = t.column(name)
	}
	for c := node.FirstChild(); c != nil; c = c.NextSibling() {
		if len(r.cells) == names {
			source := d.cellSource(c)
			r.cells = append(r.cells, cell{names: trackerNames(source), text: source, html: html.EscapeString(source)})
			d.checkNames(r.line, r.cells[names].names)
			continue
		}
		inner := d.inline(c)
		shown := inner
		if at := len(r.cells); at < len(t.columns) && t.columns[at].role == duration {
			shown = quantity.ReplaceAllString(inner, "$1\u00a0$2")
		}
		r.cells = append(r.cells, cell{html: shown, text: plain(inner)})
	}
	t.rows = append(t.rows, r)
}
