package charter

import (
	"regexp"
	"strings"

	"charte/internal/message"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// lineKind classifies a line for the search for stray rows.
type lineKind byte

const (
	proseLine lineKind = iota
	tableLine
	codeLine
	headingLine
)

var (
	codeSpan  = regexp.MustCompile("`[^`]*`")
	delimiter = regexp.MustCompile(`^[\s>]*\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?\s*)?$`)
)

// findStrayRows reports lines from the line start on that look like table rows
// but were parsed as prose: the trackers of a mistyped table would be missing from
// the charter.
func findStrayRows(s *source, start int, root ast.Node) {
	kinds := lineKinds(s, root)
	isStray := func(n int) bool {
		return n < len(kinds) && kinds[n] == proseLine && looksLikeRow(s.lineText(n))
	}
	for n := start; n < len(kinds); n++ {
		if !isStray(n) {
			continue
		}
		first := n
		for isStray(n + 1) {
			n++
		}
		problem, fix := explainStrayRows(s, kinds, first, n)
		s.fault(first, problem, fix)
		for i := first; i <= n; i++ {
			kinds[i] = tableLine // so that rows cut off from these get the right explanation
		}
	}
}

// lineKinds returns the kind of each line, by its number.
func lineKinds(s *source, root ast.Node) []lineKind {
	kinds := make([]lineKind, len(s.lineStarts)+1)
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *east.TableHeader:
			line := s.line(n.Pos())
			kinds[line], kinds[line+1] = tableLine, tableLine
		case *east.TableRow:
			kinds[s.line(n.Pos())] = tableLine
		case *ast.Heading:
			if at := s.line(n.Pos()); strings.HasPrefix(strings.TrimLeft(s.lineText(at), " >"), "#") {
				kinds[at] = headingLine
			}
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range n.Lines().Len() {
				kinds[s.line(n.Lines().At(i).Start)] = codeLine
			}
			warnIndentedRows(s, n)
		}
		return ast.WalkContinue, nil
	})
	return kinds
}

// warnIndentedRows warns of a table that is a code block because it is indented.
func warnIndentedRows(s *source, n ast.Node) {
	if n.Kind() != ast.KindCodeBlock || n.Lines().Len() == 0 {
		return
	}
	first := n.Lines().At(0)
	if looksLikeRow(string(first.Value(s.text))) {
		s.warn(s.line(first.Start), message.Of("looks like a table, but four spaces of indentation make it a code block: it declares nothing"),
			message.Of("remove the spaces, or put it between ``` lines if it is an example"))
	}
}

// looksLikeRow reports whether a line contains an unescaped bar outside code
// spans, or two tabs, as in cells pasted from a spreadsheet.
func looksLikeRow(line string) bool {
	line = codeSpan.ReplaceAllString(line, "")
	if strings.Count(strings.Trim(line, "\t "), "\t") >= 2 {
		return true
	}
	return strings.Contains(strings.ReplaceAll(line, `\|`, ""), "|")
}

// explainStrayRows returns why the lines first to last were not parsed as a table.
func explainStrayRows(s *source, kinds []lineKind, first, last int) (problem, fix message.Text) {
	line := s.lineText(first)
	above := first - 1
	for above > 0 && strings.TrimSpace(s.lineText(above)) == "" {
		above--
	}
	switch {
	case strings.Contains(line, "\t") && !strings.Contains(line, "|"):
		return message.Of("looks like a table row, but its cells are separated by tabs"), message.Of("write | between the cells, and a |---| line under the header")
	case above > 0 && above < first-1 && kinds[above] == tableLine:
		return message.Of("looks like a table row, but a blank line separates it from the table above"), message.Of("delete the blank line")
	case first < last && delimiter.MatchString(s.lineText(first+1)):
		return message.Of("looks like a table row, but cells in its header: %d, in the |---| line: %d", countCells(line), countCells(s.lineText(first+1))),
			message.Of("give both lines the same number of cells")
	case delimiter.MatchString(line):
		return message.Of("looks like a table row, but there is no header above it"), message.Of("put the header line directly above the |---| line")
	}
	return message.Of("looks like a table row, but the table has no |---| line under its header"),
		message.Of(`add a line such as |---|---| under the header; write \| for a bar that is only text`)
}
