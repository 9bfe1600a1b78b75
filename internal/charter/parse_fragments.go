package charter

import (
	"charte/internal/message"

	"github.com/yuin/goldmark/ast"
)

// checkFragments warns of links to fragments that the page does not have.
func checkFragments(d *document, known *ids) {
	for _, s := range d.sections {
		_ = ast.Walk(s.body, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			link, ok := n.(*ast.Link)
			if !ok || !entering || len(link.Destination) < 2 || link.Destination[0] != '#' {
				return ast.WalkContinue, nil
			}
			if id := string(link.Destination[1:]); !known.has(id) && id != objectionsID {
				d.warn(d.line(n.Pos()), message.Of("the link %s has no target in this page", clip(string(link.Destination))), message.Of("link to a heading's id"))
			}
			return ast.WalkContinue, nil
		})
	}
}
