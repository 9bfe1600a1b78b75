package charter

import (
	"regexp"

	"charte/internal/message"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

var lineBreak = regexp.MustCompile(`(?i)^<br\s*/?>$`)

// sanitize removes from the tree what a page must not contain: raw HTML, images
// (a page makes no request to other hosts) and links other than web and mail
// addresses. It keeps their text and warns of each removal.
func sanitize(s *source, root ast.Node) {
	var unsafe []ast.Node
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.(type) {
		case *ast.Heading:
			if n.Parent() != root {
				s.warn(s.line(n.Pos()), message.Of("a heading inside a list or a quotation does not start a section: it is shown in bold"), message.Of("begin the line with its #"))
			}
		case *ast.HTMLBlock, *ast.RawHTML, *ast.Image, *ast.Link, *ast.AutoLink:
			unsafe = append(unsafe, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range unsafe {
		sanitizeNode(s, n)
	}
}

// sanitizeNode removes or replaces one node if it is not safe.
func sanitizeNode(s *source, node ast.Node) {
	switch n := node.(type) {
	case *ast.HTMLBlock:
		removeHTMLBlock(s, n)
	case *ast.RawHTML:
		tag := string(n.Segments.Value(s.text))
		if lineBreak.MatchString(tag) {
			replace(n, hardBreak())
			return
		}
		warnRawHTML(s, n, tag)
		n.Parent().RemoveChild(n.Parent(), n)
	case *ast.Image:
		s.warn(s.line(n.Pos()), message.Of("the image is removed; its text is kept"), message.Of("describe in words what it shows"))
		unwrap(n)
	case *ast.Link:
		if address := string(util.URLEscape(n.Destination, true)); !isSafeAddress(address) {
			warnLink(s, n, address)
			unwrap(n)
		}
	case *ast.AutoLink:
		sanitizeAutoLink(s, n)
	}
}
