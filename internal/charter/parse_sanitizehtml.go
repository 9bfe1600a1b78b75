package charter

import (
	"regexp"

	"charte/internal/message"

	"github.com/yuin/goldmark/ast"
)

var tableTag = regexp.MustCompile(`(?i)<(table|tr|td|th)[\s>/]`)

// removeHTMLBlock removes an HTML block. A table in it is a fault: its trackers
// would be neither shown nor asked about.
func removeHTMLBlock(s *source, n *ast.HTMLBlock) {
	text := string(n.Lines().Value(s.text))
	if n.HasClosure() {
		text += string(n.ClosureLine.Value(s.text))
	}
	if m := tableTag.FindStringIndex(text); m != nil {
		s.fault(s.line(n.Pos()+m[0]), message.Of("a table written in HTML is not read"), message.Of("write it as a Markdown table, with a |---| line under its header"))
	} else {
		warnRawHTML(s, n, text)
	}
	n.Parent().RemoveChild(n.Parent(), n)
}

func warnRawHTML(s *source, n ast.Node, text string) {
	s.warn(s.line(n.Pos()), message.Of("raw HTML is removed: %s", clip(text)), message.Of("write it in Markdown"))
}
