package charter

import (
	"bufio"
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// tableKind is our table in the tree: read already, with its cells written.
var tableKind = ast.NewNodeKind("CharterTable")

type tableNode struct {
	ast.BaseBlock
	table *table
}

func (n *tableNode) Kind() ast.NodeKind { return tableKind }

func (n *tableNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// nodes writes what differs from goldmark's own HTML.
type nodes struct{}

func (nodes) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(east.KindTableCell, func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
		return ast.WalkContinue, nil
	})
	r.Register(ast.KindHeading, writeHeading)
	r.Register(tableKind, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			writeTable(w, n.(*tableNode).table)
		}
		return ast.WalkSkipChildren, nil
	})
}

// writeHeading writes a section's heading without its tags, which are the
// page's, and one inside a list or a quotation as bold text: it opens no section.
func writeHeading(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if n.Parent() == nil {
		return ast.WalkContinue, nil
	}
	tag := "</strong></p>\n"
	if entering {
		tag = "<p><strong>"
	}
	_, err := w.WriteString(tag)
	return ast.WalkContinue, err
}

// writer renders nodes to HTML, one after the other, with one buffer.
type writer struct {
	r   renderer.Renderer
	out *bytes.Buffer
	buf *bufio.Writer
}

func newWriter() writer {
	out := &bytes.Buffer{}
	return writer{
		r: renderer.NewRenderer(renderer.WithNodeRenderers(
			util.Prioritized(ghtml.NewRenderer(), 1000), util.Prioritized(nodes{}, 100))),
		out: out, buf: bufio.NewWriter(out),
	}
}

func (w writer) html(source []byte, n ast.Node) string {
	w.out.Reset()
	// Writing to memory does not fail.
	_ = w.r.Render(w.buf, source, n)
	return strings.TrimSpace(w.out.String())
}

// inline writes what stands in a heading, paragraph or cell, without its tags.
func (d *document) inline(n ast.Node) string {
	text := d.writer.html(d.text, n)
	if n.Kind() == ast.KindParagraph {
		text = strings.TrimSuffix(strings.TrimPrefix(text, "<p>"), "</p>")
	}
	return text
}

// hardBreak is what <br> becomes.
func hardBreak() ast.Node {
	s := ast.NewString([]byte("<br>\n"))
	s.SetCode(true) // as it is, without escaping
	return s
}

var tag = regexp.MustCompile(`<[^>]*>`)

// plain takes the tags out of HTML that we wrote ourselves.
func plain(text string) string {
	if !strings.ContainsAny(text, "<&\n") {
		return collapse(text)
	}
	return collapse(html.UnescapeString(tag.ReplaceAllString(text, "")))
}

// collapse joins runs of white space to one space. No-break spaces stay: French
// needs them.
func collapse(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(c rune) bool {
		return c == ' ' || c == '\t' || c == '\n' || c == '\r'
	}), " ")
}
