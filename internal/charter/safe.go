package charter

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"charte/internal/phrase"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

var (
	lineBreak   = regexp.MustCompile(`(?i)^<br\s*/?>$`)
	tableTag    = regexp.MustCompile(`(?i)<(table|tr|td|th)[\s>/]`)
	safeSchemes = []string{"", "http", "https", "mailto"}
)

// makeSafe takes out of the tree what a page must not hold: raw HTML, images
// (a page of ours asks no other host for anything) and links that are not web
// or mail addresses. Text stays; each removal is told.
func (d *document) makeSafe(root ast.Node) {
	var found []ast.Node
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.(type) {
		case *ast.Heading:
			if entering && n.Parent() != root {
				d.warn(n.Pos(), phrase.Of("a heading inside a list or a quotation opens no section: it is shown in bold"), phrase.Of("begin the line with its #"))
			}
		case *ast.HTMLBlock, *ast.RawHTML, *ast.Image, *ast.Link, *ast.AutoLink:
			if entering {
				found = append(found, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range found {
		d.mend(n)
	}
}

func (d *document) mend(node ast.Node) {
	switch n := node.(type) {
	case *ast.HTMLBlock:
		d.dropBlock(n)
	case *ast.RawHTML:
		tag := string(n.Segments.Value(d.text))
		if lineBreak.MatchString(tag) {
			replace(n, hardBreak())
			return
		}
		d.warn(n.Pos(), phrase.Of("raw HTML is left out: %s", clip(tag)), phrase.Of("write it in Markdown"))
		n.Parent().RemoveChild(n.Parent(), n)
	case *ast.Image:
		d.warn(n.Pos(), phrase.Of("an image is left out, its text stays"), phrase.Of("say in words what it shows"))
		unwrap(n)
	case *ast.Link:
		if dest := string(util.URLEscape(n.Destination, true)); !safeAddress(dest) {
			d.warn(n.Pos(), phrase.Of("the link to %s is left out, its text stays", clip(dest)), phrase.Of("link to an http, https or mailto address"))
			unwrap(n)
		}
	case *ast.AutoLink:
		if n.Parent().Kind() == ast.KindLink { // a link in a link is not HTML
			replace(n, d.label(n))
		} else if dest := string(n.URL(d.text)); n.AutoLinkType == ast.AutoLinkURL && !safeAddress(dest) {
			d.warn(n.Pos(), phrase.Of("the link to %s is left out, its text stays", clip(dest)), phrase.Of("link to an http, https or mailto address"))
			replace(n, d.label(n))
		} else {
			n.SetAttributeString("class", []byte("address")) // on paper no address need follow it
		}
	}
}

// dropBlock leaves out an HTML block. A table in it is a fault: its trackers
// would be shown to nobody and asked of nobody.
func (d *document) dropBlock(n *ast.HTMLBlock) {
	text := string(n.Lines().Value(d.text))
	if n.HasClosure() {
		text += string(n.ClosureLine.Value(d.text))
	}
	if m := tableTag.FindStringIndex(text); m != nil {
		d.fault(n.Pos()+m[0], phrase.Of("a table written in HTML is not read"), phrase.Of("write it as a Markdown table, with a |---| line under its header"))
	} else {
		d.warn(n.Pos(), phrase.Of("raw HTML is left out: %s", clip(text)), phrase.Of("write it in Markdown"))
	}
	n.Parent().RemoveChild(n.Parent(), n)
}

func (d *document) label(n *ast.AutoLink) ast.Node {
	s := ast.NewString(n.Label(d.text))
	s.SetRaw(true)
	return s
}

func safeAddress(dest string) bool {
	u, err := url.Parse(dest)
	return err == nil && slices.Contains(safeSchemes, strings.ToLower(u.Scheme))
}

// checkFragments tells of links into the page that lead nowhere.
func (d *document) checkFragments() {
	for _, s := range d.sections {
		_ = ast.Walk(s.body, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			link, ok := n.(*ast.Link)
			if !ok || !entering || len(link.Destination) < 2 || link.Destination[0] != '#' {
				return ast.WalkContinue, nil
			}
			if _, known := d.ids[string(link.Destination[1:])]; !known {
				d.warn(n.Pos(), phrase.Of("the link %s leads nowhere in this page", clip(string(link.Destination))), phrase.Of("link to a heading's id"))
			}
			return ast.WalkContinue, nil
		})
	}
}

func replace(old, with ast.Node) { old.Parent().ReplaceChild(old.Parent(), old, with) }

// unwrap puts a node's children in its place.
func unwrap(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		n.Parent().InsertBefore(n.Parent(), n, c)
	}
	n.Parent().RemoveChild(n.Parent(), n)
}

// clip shortens a quotation for a message.
func clip(text string) string {
	text = collapse(text)
	if runes := []rune(text); len(runes) > 40 {
		text = string(runes[:40]) + "…"
	}
	return text
}
