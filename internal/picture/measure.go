package picture

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Size is a width and a height in CSS pixels.
type Size struct{ Width, Height int }

// Box is how an element lies on a screen.
type Box struct {
	// Height is the element's own, with its border; Width is that of all that the
	// page holds, more than the screen's where something does not fit. Both are CSS
	// pixels, rounded up.
	Width, Height int
}

// Measure returns the box of the first element of a name, or of a .class, in a page,
// on each of the screens.
func (c *Camera) Measure(ctx context.Context, html []byte, name string, screens []Size) ([]Box, error) {
	tab, cancel := context.WithTimeout(c.tab, patience)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	if err := chromedp.Do(tab, chromedp.Navigate(address(html))); err != nil {
		return nil, fmt.Errorf("show a page to measure it: %w", err)
	}
	var boxes []Box
	for _, screen := range screens {
		if err := chromedp.Do(tab, chromedp.EmulateViewport(int64(screen.Width), int64(screen.Height))); err != nil {
			return nil, fmt.Errorf("measure on a screen of %d × %d: %w", screen.Width, screen.Height, err)
		}
		box, err := chromedp.Run(tab, boxOf(name))
		if err != nil {
			return nil, fmt.Errorf("measure %s: %w", name, err)
		}
		boxes = append(boxes, box)
	}
	return boxes, nil
}

// boxOf asks the browser itself: no script runs in the page. The document is asked
// for whole, since the ids that it hands out are good until it is asked for again.
func boxOf(name string) chromedp.Action[Box] {
	return func(ctx context.Context, t *chromedp.Target) (Box, error) {
		whole := int64(-1)
		document, err := cdp.Call(ctx, t, dom.GetDocument, dom.GetDocumentParams{Depth: &whole})
		if err != nil {
			return Box{}, err
		}
		found := find(document.Root, name)
		if found == nil {
			return Box{}, errors.New("the page has no such element")
		}
		model, err := cdp.Call(ctx, t, dom.GetBoxModel, dom.GetBoxModelParams{BackendNodeID: found.BackendNodeID})
		if err != nil {
			return Box{}, err
		}
		all, err := cdp.Call(ctx, t, page.GetLayoutMetrics, cdp.Empty{})
		if err != nil {
			return Box{}, err
		}
		corners := model.Model.Border // x and y of the four, clockwise from the upper left
		return Box{Width: int(math.Ceil(all.CSSContentSize.Width)), Height: int(math.Ceil(corners[5] - corners[1]))}, nil
	}
}

// find returns the first element of a name, or of a class if the name is .class.
func find(n *cdp.Node, name string) *cdp.Node {
	if n.LocalName == name {
		return n
	}
	for i := 0; i+1 < len(n.Attributes); i += 2 {
		if n.Attributes[i] == "class" && "."+n.Attributes[i+1] == name {
			return n
		}
	}
	for _, child := range n.Children {
		if found := find(child, name); found != nil {
			return found
		}
	}
	return nil
}
