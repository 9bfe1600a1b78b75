package charter

import (
	"regexp"
	"strings"
	"unicode"

	"charte/internal/consent"
	"charte/internal/message"

	"github.com/yuin/goldmark/ast"
)

// cookieLike matches a word that is hardly anything but a cookie's name.
var cookieLike = regexp.MustCompile(`^([A-Za-z0-9.*#-]*_[A-Za-z0-9_.*#-]*[A-Za-z0-9*#]|[A-Za-z]*(?i:sess(ion)?_?id)|[A-Z]{3,}SID)$`)

func looksLikeCookie(word string) bool { return len(word) > 2 && cookieLike.MatchString(word) }

// warnProse warns of cookies that the text of a purpose names, but no table of the file
// declares.
func warnProse(d *document, bound []boundPurpose) {
	for _, s := range d.sections {
		if s.owner == "" {
			continue
		}
		var names []string
		for _, word := range wordsIn(d, s.body) {
			if looksLikeCookie(word) && !declaredIn(bound, word) {
				names = appendNew(names, word)
			}
		}
		if len(names) > 0 {
			d.warn(s.line, message.Of("the text of the section names %s, but no table declares that", strings.Join(names, ", ")),
				message.Of("add each to the table of its purpose; a list or a sentence declares nothing"))
		}
	}
}

// wordsIn returns the words of a section's text outside tables, code blocks and
// addresses.
func wordsIn(d *document, body ast.Node) (words []string) {
	_ = ast.Walk(body, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *tableNode, *ast.FencedCodeBlock, *ast.CodeBlock, *ast.AutoLink:
			return ast.WalkSkipChildren, nil
		case *ast.Paragraph, *ast.TextBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				for _, word := range strings.FieldsFunc(string(line.Value(d.text)), func(c rune) bool {
					return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune(`_.*#-\`, c)
				}) {
					words = append(words, strings.TrimRight(strings.ReplaceAll(word, `\_`, "_"), ".!?"))
				}
			}
		}
		return ast.WalkContinue, nil
	})
	return words
}

// declaredIn reports whether a purpose declares a name, or a pattern that covers it.
func declaredIn(bound []boundPurpose, word string) bool {
	for _, b := range bound {
		for _, t := range b.Trackers {
			if t.Name == word || consent.Matches(t.Name, strings.NewReplacer("*", "", "#", "1").Replace(word)) {
				return true
			}
		}
	}
	return false
}

// nestedHeadings returns the lines of headings inside lists and quotations, by their id.
func nestedHeadings(s *source, root ast.Node) map[string]int {
	lines := map[string]int{}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering && n.Parent() != root {
			if id, ok := h.AttributeString("id"); ok {
				if text, ok := id.([]byte); ok {
					lines[string(text)] = s.line(n.Pos())
				}
			}
		}
		return ast.WalkContinue, nil
	})
	return lines
}
