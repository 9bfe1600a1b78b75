package charter

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

var (
	breakTag  = regexp.MustCompile(`(?i)<br\s*/?>`)
	inlineTag = regexp.MustCompile(`(?i)</?(code|kbd|strong|b|em|i|span|p)>`)
	escaped   = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")
)

// noCookieSigns lists the signs that stand for no cookie in every language.
var noCookieSigns = []string{"", "-", "–", "—", "/", "n/a"}

// clearNameCells removes the inline Markdown of name cells from the tree, because
// names are read from the source: Markdown takes the patterns "_ga_*; _gat_*" for
// emphasis.
func clearNameCells(s *source, root ast.Node) {
	for _, node := range tablesIn(root) {
		i := 0
		for c := node.FirstChild().FirstChild(); c != nil; c = c.NextSibling() {
			if kindOf(cellSource(s, c)) == nameColumn {
				clearColumn(node, i)
			}
			i++
		}
	}
}

func clearColumn(node *east.Table, i int) {
	for r := node.FirstChild().NextSibling(); r != nil; r = r.NextSibling() {
		if cell := childAt(r, i); cell != nil {
			cell.RemoveChildren(cell)
		}
	}
}

// trackerNames returns the names in the source text of a cell.
func trackerNames(cell string) []string {
	cell = inlineTag.ReplaceAllString(breakTag.ReplaceAllString(cell, ";"), "")
	var names []string
	for _, name := range strings.FieldsFunc(cell, func(c rune) bool { return c == ';' || c == ',' }) {
		name = strings.Trim(strings.TrimSpace(name), "`")
		name = strings.Join(strings.Fields(escaped.ReplaceAllString(name, "$1")), " ")
		if !isNoCookie(strings.ToLower(name)) {
			names = append(names, name)
		}
	}
	return names
}

func isNoCookie(name string) bool {
	return slices.Contains(noCookieSigns, name) || slices.Contains(columnWords().noCookie, name)
}
