package charter

import (
	"net/url"
	"slices"
	"strings"

	"charte/internal/message"

	"github.com/yuin/goldmark/ast"
)

var safeSchemes = []string{"", "http", "https", "mailto"}

func sanitizeAutoLink(s *source, n *ast.AutoLink) {
	address := string(n.URL(s.text))
	switch {
	case n.Parent().Kind() == ast.KindLink: // HTML does not allow a link in a link
		replace(n, label(s, n))
	case n.AutoLinkType == ast.AutoLinkURL && !isSafeAddress(address):
		warnLink(s, n, address)
		replace(n, label(s, n))
	default:
		n.SetAttributeString("class", []byte("address")) // in print, its address is not repeated after it
	}
}

func warnLink(s *source, n ast.Node, address string) {
	s.warn(s.line(n.Pos()), message.Of("the link to %s is removed; its text is kept", clip(address)), message.Of("link to an http, https or mailto address"))
}

func label(s *source, n *ast.AutoLink) ast.Node {
	text := ast.NewString(n.Label(s.text))
	text.SetRaw(true)
	return text
}

func isSafeAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && slices.Contains(safeSchemes, strings.ToLower(u.Scheme))
}
