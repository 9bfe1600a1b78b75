package charter

import (
	"bufio"
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// htmlWriter renders nodes of one file to HTML. It uses one buffer, so it must not
// be used concurrently.
type htmlWriter struct {
	source   []byte
	renderer renderer.Renderer
	out      *bytes.Buffer
	buffered *bufio.Writer
}

func newHTMLWriter(source []byte) *htmlWriter {
	out := &bytes.Buffer{}
	return &htmlWriter{
		source: source,
		renderer: renderer.NewRenderer(renderer.WithNodeRenderers(
			util.Prioritized(ghtml.NewRenderer(), 1000), util.Prioritized(nodeRenderers{}, 100))),
		out: out, buffered: bufio.NewWriter(out),
	}
}

// block returns the HTML of a node.
func (w *htmlWriter) block(n ast.Node) string {
	w.out.Reset()
	_ = w.renderer.Render(w.buffered, w.source, n) // writing to memory does not fail
	return strings.TrimSpace(w.out.String())
}

// inline returns the HTML inside a heading, paragraph or cell.
func (w *htmlWriter) inline(n ast.Node) string {
	text := w.block(n)
	if n.Kind() == ast.KindParagraph {
		text = strings.TrimSuffix(strings.TrimPrefix(text, "<p>"), "</p>")
	}
	return text
}

// nodeRenderers registers what differs from goldmark's own HTML.
type nodeRenderers struct{}

func (nodeRenderers) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
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

// writeHeading writes a section's heading without tags, which the page adds. A
// heading inside a list or a quotation opens no section and becomes bold text.
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

var tableKind = ast.NewNodeKind("CharterTable")

// tableNode replaces a table in the tree by a parsed table.
type tableNode struct {
	ast.BaseBlock
	table *table
}

// Kind returns the kind of the node, for the renderer.
func (n *tableNode) Kind() ast.NodeKind { return tableKind }

// Dump prints the node, for debugging.
func (n *tableNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }
