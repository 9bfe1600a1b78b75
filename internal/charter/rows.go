package charter

import (
	"regexp"
	"strings"

	"charte/internal/phrase"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// What a line is to the search for stray rows.
const (
	other   byte = iota
	inTable      // read as a table's row
	inCode       // shown as it is
	heading
)

var (
	codeSpan  = regexp.MustCompile("`[^`]*`")
	delimiter = regexp.MustCompile(`^[\s>]*\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?\s*)?$`)
)

// findStrayRows faults lines that look like a table's rows but are read as
// prose: a mistyped table must never publish a false statement.
func (d *document) findStrayRows(root ast.Node) {
	kinds := d.lineKinds(root)
	for n := d.bodyStart(); n < len(kinds); n++ {
		if kinds[n] != other || !looksLikeRow(d.lineText(n)) {
			continue
		}
		first := n
		for n+1 < len(kinds) && kinds[n+1] == other && looksLikeRow(d.lineText(n+1)) {
			n++
		}
		problem, mend := d.whyStray(kinds, first, n)
		d.report.fault(d.name, first, problem, mend)
		for i := first; i <= n; i++ {
			kinds[i] = inTable // as it was meant: what follows may be cut off from it
		}
	}
}

// bodyStart is the first line below the front matter.
func (d *document) bodyStart() int {
	if d.front == nil {
		return 1
	}
	opening := d.lineText(d.frontLine)
	for n := d.frontLine + 1; n < len(d.starts); n++ {
		if d.lineText(n) == opening {
			return n + 1
		}
	}
	return len(d.starts)
}

func (d *document) lineKinds(root ast.Node) []byte {
	kinds := make([]byte, len(d.starts)+1)
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *east.TableHeader:
			line := d.line(n.Pos())
			kinds[line], kinds[line+1] = inTable, inTable
		case *east.TableRow:
			kinds[d.line(n.Pos())] = inTable
		case *ast.Heading:
			if at := d.line(n.Pos()); strings.HasPrefix(strings.TrimLeft(d.lineText(at), " >"), "#") {
				kinds[at] = heading
			}
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range n.Lines().Len() {
				kinds[d.line(n.Lines().At(i).Start)] = inCode
			}
			d.warnIndentedRows(n)
		}
		return ast.WalkContinue, nil
	})
	return kinds
}

// warnIndentedRows tells of a table that four spaces have turned into code.
func (d *document) warnIndentedRows(n ast.Node) {
	if n.Kind() != ast.KindCodeBlock || n.Lines().Len() == 0 {
		return
	}
	first := n.Lines().At(0)
	if looksLikeRow(string(first.Value(d.text))) {
		d.warn(first.Start, phrase.Of("looks like a table, but its four spaces make it a block of code: it declares nothing"),
			phrase.Of("take the spaces away, or put it between ``` lines if it is an example"))
	}
}

// looksLikeRow says whether a line of prose holds a bar outside code that is
// not escaped, or two tabs: cells pasted from a sheet.
func looksLikeRow(line string) bool {
	line = codeSpan.ReplaceAllString(line, "")
	if strings.Count(strings.Trim(line, "\t "), "\t") >= 2 {
		return true
	}
	return strings.Contains(strings.ReplaceAll(line, `\|`, ""), "|")
}

// whyStray tells why the lines first to last are no table.
func (d *document) whyStray(kinds []byte, first, last int) (problem, mend phrase.Text) {
	above := first - 1
	for above > 0 && strings.TrimSpace(d.lineText(above)) == "" {
		above--
	}
	switch {
	case strings.Contains(d.lineText(first), "\t") && !strings.Contains(d.lineText(first), "|"):
		return phrase.Of("looks like a table row, but its cells are separated by tabs"), phrase.Of("write | between the cells, and a |---| line under the header")
	case above > 0 && above < first-1 && kinds[above] == inTable:
		return phrase.Of("looks like a table row, but a blank line cuts it off from the table above"), phrase.Of("delete the blank line")
	case first < last && delimiter.MatchString(d.lineText(first+1)):
		return phrase.Of("looks like a table row, but cells in its header: %d, in the |---| line: %d", countCells(d.lineText(first)), countCells(d.lineText(first+1))),
			phrase.Of("give both lines the same number of cells")
	case delimiter.MatchString(d.lineText(first)):
		return phrase.Of("looks like a table row, but no header stands above it"), phrase.Of("put the header's line right above the |---| line")
	}
	return phrase.Of("looks like a table row, but the table has no |---| line under its header"),
		phrase.Of(`add a line such as |---|---| under the header; write \| for a bar that is only text`)
}

// countCells counts a row's cells as the table reader does.
func countCells(row string) int {
	row = strings.TrimSpace(strings.TrimLeft(row, " \t>"))
	row = strings.TrimPrefix(row, "|")
	if row == "" {
		return 0
	}
	row = strings.TrimSuffix(row, "|")
	return 1 + strings.Count(row, "|") - strings.Count(row, `\|`)
}
