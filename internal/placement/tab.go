package placement

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"charte/internal/chromium"
)

// tab is the browser tab in which the page is open. It records the answer's headers and
// what the page's policies blocked.
type tab struct {
	ctx  context.Context
	main cdp.FrameID

	mu      sync.Mutex
	headers map[string]string // of the page, names in lower case
	blocked []violation
}

// violation is what a Content-Security-Policy blocked.
type violation struct{ directive, address string }

// openTab opens an empty tab in a window of the given size.
func openTab(b *chromium.Browser, window chromium.Size) (*tab, context.CancelFunc, error) {
	t := &tab{headers: map[string]string{}}
	ctx, cancel := context.WithTimeout(b.Context(), pageTimeout)
	tabContext, closeTab := chromedp.NewContext(ctx, chromedp.WithListener(t.handle))
	t.ctx = tabContext
	end := func() {
		closeTab()
		cancel()
	}
	err := chromedp.Do(t.ctx,
		chromedp.EmulateViewport(int64(window.Width), int64(window.Height)),
		do(audits.Enable, cdp.Empty{}), do(network.Enable, network.EnableParams{}),
		do(emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: b.UserAgent}),
	)
	if err != nil {
		end()
	}
	return t, end, err
}

// do returns the action that sends a command to the tab and ignores its answer.
func do[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (void chromedp.Void, err error) {
		_, err = cdp.Call(ctx, t, command, params)
		return void, err
	}
}

func (t *tab) handle(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument && len(t.headers) == 0 {
			for name, value := range e.Response.Headers {
				if text, ok := value.(string); ok {
					t.headers[strings.ToLower(name)] = text
				}
			}
		}
	case *audits.EventIssueAdded:
		if d := e.Issue.Details.ContentSecurityPolicyIssueDetails; d != nil && !d.IsReportOnly {
			t.blocked = append(t.blocked, violation{d.ViolatedDirective, d.BlockedURL})
		}
	}
}

// frameOf returns the id of the page's frame whose address begins with origin. It is ""
// if there is no such frame.
func (t *tab) frameOf(origin string) cdp.FrameID {
	tree, err := cdp.Call(t.ctx, chromedp.FromContext(t.ctx).Target, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return ""
	}
	for _, child := range tree.FrameTree.ChildFrames {
		if strings.HasPrefix(child.Frame.URL, origin+"/") {
			return child.Frame.ID
		}
	}
	return ""
}

// mainFrame returns the id of the page's own frame.
func (t *tab) mainFrame() (cdp.FrameID, error) {
	tree, err := cdp.Call(t.ctx, chromedp.FromContext(t.ctx).Target, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return "", err
	}
	return tree.FrameTree.Frame.ID, nil
}

// evaluate runs an expression in a frame, apart from the page's own scripts, and decodes
// its value.
func (t *tab) evaluate(frame cdp.FrameID, expression string, value any) error {
	target := chromedp.FromContext(t.ctx).Target
	world, err := cdp.Call(t.ctx, target, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frame, WorldName: "placement"})
	if err != nil {
		return err
	}
	yes := true
	result, err := cdp.Call(t.ctx, target, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expression, ContextID: world.ExecutionContextID, AwaitPromise: &yes, ReturnByValue: &yes,
	})
	if err != nil {
		return err
	}
	return json.Unmarshal(result.Result.Value, value)
}

// poll calls ready until it reports true, or the time is over.
func (t *tab) poll(limit time.Duration, ready func() bool) {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.Now().Add(limit); !ready() && time.Now().Before(deadline); {
		select {
		case <-t.ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
