package charter

import (
	"charte/internal/message"

	"github.com/yuin/goldmark/ast"
)

// splitSections moves the blocks of root under the headings that precede them.
// Levels are those of the page: 1 for the first heading, 2 or more for the
// others, without gaps (RGAA 9.1), whatever levels the file uses.
func splitSections(s *source, root ast.Node) []*section {
	var sections []*section
	current := &section{level: 1, line: 1, body: ast.NewDocument()}
	var open []int // levels, in the file, of the headings that enclose this one
	for node := root.FirstChild(); node != nil; {
		next := node.NextSibling()
		heading, ok := node.(*ast.Heading)
		switch {
		case !ok:
			current.body.AppendChild(current.body, node)
		case current.heading == nil && len(sections) == 0:
			root.RemoveChild(root, node)
			warnBeforeTitle(s, current)
			current.heading, current.line = heading, s.line(heading.Pos())
		default:
			root.RemoveChild(root, node)
			sections = append(sections, current)
			for len(open) > 0 && open[len(open)-1] >= heading.Level {
				open = open[:len(open)-1]
			}
			current = &section{heading: heading, line: s.line(heading.Pos()),
				level: min(2+len(open), 6), body: ast.NewDocument()}
			open = append(open, heading.Level)
		}
		node = next
	}
	sections = append(sections, current)
	if sections[0].heading == nil {
		s.fault(0, message.Of("has no heading"), message.Of("begin the text with a title: # Charte cookies"))
	}
	return sections
}

func warnBeforeTitle(s *source, title *section) {
	if first := title.body.FirstChild(); first != nil {
		s.warn(s.line(first.Pos()), message.Of("text before the first heading is shown below it, since the first heading is the page's title"),
			message.Of("move the text below the heading"))
	}
}
