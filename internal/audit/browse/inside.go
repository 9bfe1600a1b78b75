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

//go:embed inside.js
var insideScript string

// inside is what a frame tells of itself: names of what it keeps, and where it
// leads.
type inside struct {
	Origin         string
	LocalStorage   []string
	SessionStorage []string
	IndexedDB      []string
	Cache          []string
	Links          []string
	Embedded       []string
	Address        string
	// Text is how many characters were painted, Start how they begin; Password is
	// true where a visible field asks for one.
	Text     int
	Start    string
	Password bool
}

const (
	frames = 50               // of one page, at most, that are looked into
	within = 20 * time.Second // all of them together, on a busy machine
)

// look asks every frame of the page what it keeps; the page's own comes first. One
// that never finished loading may never answer: it is not waited for.
func (t *tab) look() (all []inside) {
	if t.gone() {
		return nil
	}
	limit := within
	if _, loaded := t.shown(); !loaded {
		limit = brief
	}
	ctx, cancel := context.WithTimeout(t.ctx, limit)
	defer cancel()
	for _, frame := range t.frames(ctx) {
		var found inside
		var text string
		if t.evaluate(ctx, frame, insideScript, &text) == nil && json.Unmarshal([]byte(text), &found) == nil {
			all = append(all, found)
		}
	}
	return all
}

// frames are the page's frames, from the outermost inwards.
func (t *tab) frames(ctx context.Context) (ids []cdp.FrameID) {
	tree, err := cdp.Call(ctx, chromedp.FromContext(t.ctx).Target, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil
	}
	for queue := []*page.FrameTree{tree.FrameTree}; len(queue) > 0 && len(ids) < frames; queue = queue[1:] {
		ids = append(ids, queue[0].Frame.ID)
		queue = append(queue, queue[0].ChildFrames...)
	}
	return ids
}

// evaluate runs an expression in a frame, out of reach of the page's own scripts,
// and reads its value.
func (t *tab) evaluate(ctx context.Context, frame cdp.FrameID, expression string, value any) error {
	session := chromedp.FromContext(t.ctx).Target
	world, err := cdp.Call(ctx, session, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frame, WorldName: "audit"})
	if err != nil {
		return err
	}
	yes := true
	result, err := cdp.Call(ctx, session, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expression, ContextID: world.ExecutionContextID, AwaitPromise: &yes, ReturnByValue: &yes,
	})
	if err != nil {
		return err
	}
	return json.Unmarshal(result.Result.Value, value)
}

// click clicks the first element that matches, in whichever frame it is, and says
// whether there was one.
func (t *tab) click(selectors ...string) bool {
	ctx, cancel := context.WithTimeout(t.ctx, quick)
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
