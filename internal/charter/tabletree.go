package charter

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// clearNameCells takes what inline Markdown made of name cells out of the tree,
// before anything looks at it: names are read from the source text.
func (d *document) clearNameCells(root ast.Node) {
	for _, node := range tablesIn(root) {
		i := 0
		for c := node.FirstChild().FirstChild(); c != nil; c = c.NextSibling() {
			if roleOf(d.cellSource(c)) == name {
				for r := node.FirstChild().NextSibling(); r != nil; r = r.NextSibling() {
					if cell := nth(r, i); cell != nil {
						cell.RemoveChildren(cell)
					}
				}
			}
			i++
		}
	}
}

func nth(n ast.Node, i int) ast.Node {
	c := n.FirstChild()
	for ; i > 0 && c != nil; i-- {
		c = c.NextSibling()
	}
	return c
}

func tablesIn(root ast.Node) (tables []*east.Table) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		t, ok := n.(*east.Table)
		if !ok {
			return ast.WalkContinue, nil
		}
		if entering {
			tables = append(tables, t)
		}
		return ast.WalkSkipChildren, nil
	})
	return tables
}

func (d *document) cellSource(cell ast.Node) string {
	if cell.Lines().Len() == 0 {
		return ""
	}
	at := cell.Lines().At(0)
	return string(at.Value(d.text))
}
