package browse

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// limits are how long a page is waited for and watched.
type limits struct {
	page   time.Duration // altogether
	settle time.Duration // watched after it has loaded, at least; half of it without a request
	bytes  int64
}

const (
	look     = 25 * time.Millisecond // between two looks at what a tab does
	watch    = 5 * time.Second       // after loading, at most: some pages never stop asking
	brief    = 2 * time.Second       // for a page to let itself be stopped
	farthest = 10                    // documents that one address may lead through
)

// load opens the address and waits until the page is done or has gone wrong: it
// returns what went wrong, in words.
func (t *tab) load(address string, l limits) string {
	answer := make(chan page.NavigateResult, 1)
	go func() {
		// Without a time limit of its own: it answers when the server does.
		r, err := cdp.Call(t.ctx, chromedp.FromContext(t.ctx).Target, page.Navigate, page.NavigateParams{URL: address})
		if err != nil {
			r.ErrorText = err.Error()
		}
		answer <- r
	}()
	return t.await(answer, l)
}

// await waits for the page that is under way. answer may be nil.
func (t *tab) await(answer <-chan page.NavigateResult, l limits) string {
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	deadline := time.Now().Add(l.page)
	for {
		select {
		case <-t.ctx.Done():
			return "the look was cut short"
		case r := <-answer:
			if fault := t.refused(r); fault != "" {
				return fault
			}
		case now := <-ticker.C:
			if fault, done := t.judge(now, l); done {
				return fault
			}
			if now.After(deadline) {
				t.stop()
				return t.late(l)
			}
		}
	}
}

// refused says why the browser did not show what it was sent to.
func (t *tab) refused(r page.NavigateResult) string {
	switch {
	case r.IsDownload || t.number(&t.downloads) > 0:
		return "it is a download, which was refused"
	case strings.Contains(r.ErrorText, "ERR_TOO_MANY_REDIRECTS"):
		return "it redirects for ever (" + r.ErrorText + ")"
	case r.ErrorText != "" && t.number(&t.arrivals) == 0:
		return "it could not be opened: " + cut(r.ErrorText)
	}
	return ""
}

// judge says whether the page is done, and what is wrong with it.
func (t *tab) judge(now time.Time, l limits) (fault string, done bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.crashed:
		return "it crashed its tab", true
	case t.bytes > l.bytes:
		go t.stop()
		return fmt.Sprintf("it served more than %d MB and was stopped", l.bytes>>20), true
	case t.arrivals > farthest:
		go t.stop()
		return fmt.Sprintf("it redirects for ever (%d documents for one address)", t.arrivals), true
	case !t.loaded || now.Sub(t.since) < l.settle:
		return "", false
	case len(t.open) == 0 && now.Sub(t.busy) >= l.settle/2 || now.Sub(t.since) >= max(watch, l.settle):
		return t.manners(), true
	}
	return "", false
}

// manners is what a page did that others do not, though it loaded.
func (r *recorder) manners() string {
	var did []string
	if r.windows > 0 {
		did = append(did, fmt.Sprintf("it opened windows (%d), which were closed", r.windows))
	}
	if r.dialogs > 0 {
		did = append(did, fmt.Sprintf("it showed dialogs (%d), which were answered", r.dialogs))
	}
	if r.downloads > 0 {
		did = append(did, fmt.Sprintf("it started downloads (%d), which were refused", r.downloads))
	}
	return strings.Join(did, "; ")
}

func (t *tab) late(l limits) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	fault := fmt.Sprintf("it did not finish loading within %s", l.page)
	if more := t.manners(); more != "" {
		fault += "; " + more
	}
	return fault
}

// stop ends what the page is doing: its loading, and a script that runs for ever. A
// page that answers to neither is let go with its tab.
func (t *tab) stop() {
	ctx, cancel := context.WithTimeout(t.ctx, brief)
	defer cancel()
	session := chromedp.FromContext(t.ctx).Target
	var both sync.WaitGroup
	both.Go(func() { _, _ = cdp.Call(ctx, session, page.StopLoading, cdp.Empty{}) })
	both.Go(func() { _, _ = cdp.Call(ctx, session, runtime.TerminateExecution, cdp.Empty{}) })
	both.Wait()
}
