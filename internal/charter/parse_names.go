package charter

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

var (
	breakTag  = regexp.MustCompile(`(?i)<br\s*/?>`)
	inlineTag = regexp.MustCompile(`(?i)</?(code|kbd|strong|b|em|i|span|p)>`)
	// linkTarget matches a link, of which only the text is a name.
	linkTarget    = regexp.MustCompile(`\[([^\[\]]*)\]\([^()]*\)`)
	nameSeparator = regexp.MustCompile(`[;,\n]| / | \| `)
	// boldName matches a name in bold; the second star may begin a pattern's end.
	boldName = regexp.MustCompile(`^\*\*(.+)\*\*$`)
	escaped  = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")
)

// nothingSigns lists the texts of a cell that contains no value, in every language.
var nothingSigns = []string{"", "-", "--", "–", "—", "/", "?", "??", "???", ".", "...", "…", "n/a", "n.a.", "n. a.", "na", "nc", "n.c.", "n/c", "nd", "n.d.", "x", "∅", "tbd"}

// clearNameCells removes the inline Markdown of name cells from the tree, because
// names are read from the source: Markdown takes the patterns "_ga_*; _gat_*" for
// emphasis.
func clearNameCells(s *source, root ast.Node) {
	for _, node := range tablesIn(root) {
		i := 0
		for c := node.FirstChild().FirstChild(); c != nil; c = c.NextSibling() {
			if readHeader(cellSource(s, c)).kind == nameColumn {
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
	cell = linkTarget.ReplaceAllString(breakTag.ReplaceAllString(cell, "\n"), "$1")
	cell = html.UnescapeString(inlineTag.ReplaceAllString(cell, ""))
	var names []string
	for _, name := range splitNames(cell) {
		name = strings.Trim(strings.TrimSpace(name), "`")
		if bold := boldName.FindStringSubmatch(name); bold != nil {
			name = strings.Trim(bold[1], "`")
		}
		name = strings.Join(strings.Fields(escaped.ReplaceAllString(name, "$1")), " ")
		if !isNoCookie(name) {
			names = append(names, name)
		}
	}
	return names
}

// splitNames splits a list of names at signs, and at a word such as "and" if a name is
// on both sides.
func splitNames(cell string) (names []string) {
	for _, part := range nameSeparator.Split(cell, -1) {
		var name []string
		for _, word := range strings.Fields(part) {
			if len(name) > 0 && columnWords().and[lowerWithoutAccents(word)] {
				names, name = append(names, strings.Join(name, " ")), nil
				continue
			}
			name = append(name, word)
		}
		names = append(names, strings.Join(name, " "))
	}
	return names
}

func isNoCookie(name string) bool {
	return slices.Contains(nothingSigns, strings.ToLower(name)) || isOneOf(columnWords().noName, name)
}
