package charter

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// tablesIn returns the tables below root, in order.
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

// cellSource returns the Markdown text of a table cell.
func cellSource(s *source, cell ast.Node) string {
	if cell.Lines().Len() == 0 {
		return ""
	}
	at := cell.Lines().At(0)
	return string(at.Value(s.text))
}

// childAt returns child i of a node; nil if it has fewer.
func childAt(n ast.Node, i int) ast.Node {
	c := n.FirstChild()
	for ; i > 0 && c != nil; i-- {
		c = c.NextSibling()
	}
	return c
}

func replace(old, with ast.Node) { old.Parent().ReplaceChild(old.Parent(), old, with) }

// unwrap replaces a node by its children.
func unwrap(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		n.Parent().InsertBefore(n.Parent(), n, c)
	}
	n.Parent().RemoveChild(n.Parent(), n)
}

// hardBreak returns the node that replaces <br>.
func hardBreak() ast.Node {
	s := ast.NewString([]byte("<br>\n"))
	s.SetCode(true) // written without escaping
	return s
}
