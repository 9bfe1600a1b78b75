package browse

import (
	"context"
	_ "embed"
	"encoding/json"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed frame.js
var frameScript string

// frameContent is what frame.js reports about a frame: names of stored items, links
// and visible text.
type frameContent struct {
	Origin         string
	LocalStorage   []string
	SessionStorage []string
	IndexedDB      []string
	Cache          []string
	Links          []string
	Embedded       []string
	Address        string
	// Text is the number of painted characters and Start the first of them. Password
	// is true if a password field is visible.
	Text     int
	Start    string
	Password bool
}

const (
	maxFrames     = 50               // of one page that are read
	framesTimeout = 20 * time.Second // of all frames together: a busy machine may need it
)

// readFrames returns the content of the page's frames, the main frame first. A page
// that has not loaded may never answer, so its timeout is short.
func (t *tab) readFrames() (all []frameContent) {
	if t.hasCrashed() {
		return nil
	}
	limit := framesTimeout
	if _, loaded := t.response(); !loaded {
		limit = stopTimeout
	}
	ctx, cancel := context.WithTimeout(t.ctx, limit)
	defer cancel()
	for _, frame := range t.frames(ctx) {
		var found frameContent
		var text string
		if t.evaluate(ctx, frame, frameScript, &text) == nil && json.Unmarshal([]byte(text), &found) == nil {
			all = append(all, found)
		}
	}
	return all
}

// frames returns the page's frames, outer ones first.
func (t *tab) frames(ctx context.Context) (ids []cdp.FrameID) {
	tree, err := cdp.Call(ctx, chromedp.FromContext(t.ctx).Target, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil
	}
	for queue := []*page.FrameTree{tree.FrameTree}; len(queue) > 0 && len(ids) < maxFrames; queue = queue[1:] {
		ids = append(ids, queue[0].Frame.ID)
		queue = append(queue, queue[0].ChildFrames...)
	}
	return ids
}

// evaluate runs an expression in a frame and decodes its value. The page's own scripts
// cannot interfere.
func (t *tab) evaluate(ctx context.Context, frame cdp.FrameID, expression string, value any) error {
	target := chromedp.FromContext(t.ctx).Target
	world, err := cdp.Call(ctx, target, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frame, WorldName: "audit"})
	if err != nil {
		return err
	}
	yes := true
	result, err := cdp.Call(ctx, target, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expression, ContextID: world.ExecutionContextID, AwaitPromise: &yes, ReturnByValue: &yes,
	})
	if err != nil {
		return err
	}
	return json.Unmarshal(result.Result.Value, value)
}

// has reports whether an element in any frame matches the selector.
func (t *tab) has(selector string) bool {
	ctx, cancel := context.WithTimeout(t.ctx, commandTimeout)
	defer cancel()
	for _, frame := range t.frames(ctx) {
		var found bool
		if t.evaluate(ctx, frame, "!!document.querySelector("+strconv.Quote(selector)+")", &found) == nil && found {
			return true
		}
	}
	return false
}

// click clicks the first element in any frame that matches one of the selectors, and
// reports whether there was one.
func (t *tab) click(selectors ...string) bool {
	ctx, cancel := context.WithTimeout(t.ctx, commandTimeout)
	defer cancel()
	for _, frame := range t.frames(ctx) {
		for _, selector := range selectors {
			var found bool
			err := t.evaluate(ctx, frame, "(e => { if (e) setTimeout(() => e.click()); return !!e })(document.querySelector("+strconv.Quote(selector)+"))", &found)
			if err == nil && found {
				return true
			}
		}
	}
	return false
}
