package chromium

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"charte/internal/message"
)

// Size is a width and a height in CSS pixels.
type Size struct{ Width, Height int }

// Box is the size of an element on a screen, in CSS pixels, rounded up.
type Box struct {
	// Width is the width of the whole page's content: more than the screen's if
	// something does not fit.
	Width int
	// Height is the height of the element with its border.
	Height int
}

// Measure returns, for each screen, the box of the first element that selector
// matches: the name of an element, or a dot and one class. textScale multiplies the
// font size that the page starts from, as a visitor's own setting does; 1 is the
// browser's default.
func (b *Browser) Measure(ctx context.Context, html []byte, selector string, screens []Size, textScale float64) ([]Box, error) {
	tab, cancel := b.timed(ctx)
	defer cancel()
	var boxes []Box
	for i, screen := range screens {
		var err error
		if i == 0 {
			err = show(tab, html, screen, textScale)
		} else {
			err = chromedp.Do(tab, viewport(screen))
		}
		if err != nil {
			return nil, message.Errorf("open a page on a screen of %d × %d to measure it: %w", screen.Width, screen.Height, err)
		}
		box, err := chromedp.Run(tab, boxOf(selector))
		if err != nil {
			return nil, message.Errorf("measure %s: %w", selector, err)
		}
		boxes = append(boxes, box)
	}
	return boxes, nil
}

// boxOf uses the protocol instead of a script, since scripts are disabled. It requests
// the whole document and takes the backend id of the element, because node ids become
// invalid with the next request for the document.
func boxOf(selector string) chromedp.Action[Box] {
	return func(ctx context.Context, t *chromedp.Target) (Box, error) {
		wholeTree := int64(-1)
		document, err := cdp.Call(ctx, t, dom.GetDocument, dom.GetDocumentParams{Depth: &wholeTree})
		if err != nil {
			return Box{}, err
		}
		element := firstMatch(document.Root, selector)
		if element == nil {
			return Box{}, message.Errorf("the page has no such element")
		}
		model, err := cdp.Call(ctx, t, dom.GetBoxModel, dom.GetBoxModelParams{BackendNodeID: element.BackendNodeID})
		if err != nil {
			return Box{}, err
		}
		layout, err := cdp.Call(ctx, t, page.GetLayoutMetrics, cdp.Empty{})
		if err != nil {
			return Box{}, err
		}
		corners := model.Model.Border // x and y of each, clockwise from the top left
		return Box{Width: int(math.Ceil(layout.CSSContentSize.Width)), Height: int(math.Ceil(corners[5] - corners[1]))}, nil
	}
}

// firstMatch returns the first node in document order that selector matches, or nil.
func firstMatch(n *cdp.Node, selector string) *cdp.Node {
	if n.LocalName == selector {
		return n
	}
	class, byClass := strings.CutPrefix(selector, ".")
	for i := 0; byClass && i+1 < len(n.Attributes); i += 2 {
		if n.Attributes[i] == "class" && slices.Contains(strings.Fields(n.Attributes[i+1]), class) {
			return n
		}
	}
	for _, child := range n.Children {
		if found := firstMatch(child, selector); found != nil {
			return found
		}
	}
	return nil
}
