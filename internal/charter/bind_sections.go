package charter

import "github.com/yuin/goldmark/ast"

// bindSections sets the purpose that each section declares, and the owner of its
// tables: the purpose of the nearest section that encloses it and declares one.
func bindSections(sections []*section, bound []boundPurpose) {
	var open []*section
	for _, s := range sections {
		for len(open) > 0 && open[len(open)-1].level >= s.level {
			open = open[:len(open)-1]
		}
		if i := indexOfPurpose(bound, s.id); i >= 0 {
			s.purpose, s.owner, bound[i].section = s.id, s.id, s
		} else if len(open) > 0 {
			s.owner = open[len(open)-1].owner
		}
		open = append(open, s)
	}
}

// addTexts sets title, short name and description of a purpose from its section.
func addTexts(d *document, b *boundPurpose) {
	s := b.section
	if s == nil {
		return
	}
	b.Title, b.Short, b.Description, b.Line = s.title, s.short, firstParagraph(d, s), s.line
	if b.Short == "" {
		b.Short = s.title
	}
}

// firstParagraph returns the first paragraph of a section, as plain text.
func firstParagraph(d *document, s *section) string {
	for node := s.body.FirstChild(); node != nil; node = node.NextSibling() {
		if node.Kind() == ast.KindParagraph {
			return plainText(d.html.inline(node))
		}
	}
	return ""
}
