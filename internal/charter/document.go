package charter

import (
	"charte/internal/phrase"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"go.abhg.dev/goldmark/frontmatter"
	"gopkg.in/yaml.v3"
)

// document is one parsed file. sections[0] is the title with what stands under
// it, even where the file has no heading at all.
type document struct {
	*source
	report    *report
	front     *yaml.Node // the front matter's mapping; nil where there is none
	frontLine int        // line of the front matter's opening ---
	logoAlt   string
	without   map[string]without // what is missing where a purpose is refused, by its id
	sections  []*section
	ids       map[string]int // taken ids, with the line that took them
	next      map[string]int // the number to try next behind an id that is taken
	captions  map[string]int // how often a caption was used
	writer    writer
}

// section is a heading with the blocks below it, up to the next heading.
type section struct {
	heading *ast.Heading // nil in a file that has none
	line    int
	level   int // in the page: 1 for the title
	id      string
	short   string
	title   string // plain text
	body    *ast.Document
	purpose string // the purpose that this section declares
	under   string // the purpose that its tables belong to: its own or an ancestor's
	tables  []*table
}

// fault and warn report something at an offset of the text.
func (d *document) fault(offset int, problem, mend phrase.Text) {
	d.report.fault(d.name, d.line(max(offset, 0)), problem, mend)
}

func (d *document) warn(offset int, problem, mend phrase.Text) {
	d.report.warn(d.name, d.line(max(offset, 0)), problem, mend)
}

// readDocument parses one file into sections. It returns nil where there is
// nothing to go on with.
func readDocument(s *source, r *report) *document {
	d := &document{source: s, report: r, ids: map[string]int{}, next: map[string]int{}, captions: map[string]int{}, writer: newWriter()}
	root := d.parse()
	if d.front == nil && d.frontLine > 0 {
		return nil
	}
	d.findStrayRows(root)
	d.clearNameCells(root)
	d.makeSafe(root)
	d.split(root)
	d.nameSections()
	d.checkFragments()
	return d
}

// parse runs goldmark, with tables, heading attributes and front matter.
func (d *document) parse() ast.Node {
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
	root := p.Parse(text.NewReader(d.text), parser.WithContext(ctx))
	if data := frontmatter.Get(ctx); data != nil {
		d.readFront(data)
	}
	return root
}

// split moves the blocks under the headings that they follow. Levels are those
// of the page: the first heading is 1, the others 2 or more, without a hole
// (RGAA 9.1), whatever levels the file uses.
func (d *document) split(root ast.Node) {
	current := &section{level: 1, line: 1, body: ast.NewDocument()}
	var open []int // levels, in the file, of the headings that enclose this one
	for node := root.FirstChild(); node != nil; {
		next := node.NextSibling()
		heading, ok := node.(*ast.Heading)
		switch {
		case !ok:
			current.body.AppendChild(current.body, node)
		case current.heading == nil && len(d.sections) == 0:
			root.RemoveChild(root, node)
			d.warnBeforeTitle(current)
			current.heading, current.line = heading, d.line(heading.Pos())
		default:
			root.RemoveChild(root, node)
			d.sections = append(d.sections, current)
			for len(open) > 0 && open[len(open)-1] >= heading.Level {
				open = open[:len(open)-1]
			}
			current = &section{heading: heading, line: d.line(heading.Pos()),
				level: min(2+len(open), 6), body: ast.NewDocument()}
			open = append(open, heading.Level)
		}
		node = next
	}
	d.sections = append(d.sections, current)
	if d.sections[0].heading == nil {
		d.report.fault(d.name, 0, phrase.Of("has no heading"), phrase.Of("begin the text with a title: # Charte cookies"))
	}
}

func (d *document) warnBeforeTitle(s *section) {
	if first := s.body.FirstChild(); first != nil {
		d.warn(first.Pos(), phrase.Of("text before the first heading is shown below it, since the first heading is the page's title"),
			phrase.Of("move the text below the heading"))
	}
}
