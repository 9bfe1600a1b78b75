package charter

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"go.abhg.dev/goldmark/frontmatter"
)

// document is one parsed file. sections[0] is the title with the content below
// it, even if the file has no heading.
type document struct {
	*source
	front    *frontMatter
	sections []*section
	html     *htmlWriter
	nested   map[string]int // line of each heading inside a list or a quotation, by its id
}

// section is a heading with the blocks below it, up to the next heading.
type section struct {
	heading *ast.Heading // nil if the file has no heading
	line    int
	level   int // in the page: 1 for the title
	id      string
	short   string
	title   string // plain text
	body    *ast.Document
	tables  []*table

	// Set by bind:
	purpose string // id of the purpose that the section declares; empty for other sections
	owner   string // id of the purpose that its tables belong to: its own or an ancestor's
}

// parse splits a file into front matter, sections and tables, and removes unsafe HTML. It returns nil if the front matter cannot be read.
func parse(s *source) *document {
	root, front := parseMarkdown(s)
	if front == nil {
		return nil
	}
	findStrayRows(s, front.bodyStart(), root)
	clearNameCells(s, root)
	sanitize(s, root)
	d := &document{source: s, front: front, html: newHTMLWriter(s.text), nested: nestedHeadings(s, root)}
	d.sections = splitSections(s, root)
	ids := newIDs()
	nameSections(d, ids)
	checkFragments(d, ids) // before the tables: no author can know a table's id
	parseTables(d, ids)
	return d
}

// parseMarkdown runs goldmark with tables, heading attributes and front matter.
func parseMarkdown(s *source) (ast.Node, *frontMatter) {
	p := parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(),
			util.Prioritized(&frontmatter.Parser{Formats: []frontmatter.Format{frontmatter.YAML}}, 0))...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200))...),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
		parser.WithAttribute(),
	)
	ctx := parser.NewContext()
	root := p.Parse(text.NewReader(s.text), parser.WithContext(ctx))
	return root, readFrontMatter(s, frontmatter.Get(ctx))
}
