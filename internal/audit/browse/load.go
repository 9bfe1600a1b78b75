package browse

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"charte/internal/audit"
)

// troubles are those of one page or one state, or nil.
type troubles []audit.Trouble

// hiding returns the troubles that hide a page.
func hiding(all troubles) troubles {
	return slices.DeleteFunc(slices.Clone(all), func(t audit.Trouble) bool { return !t.Hides() })
}

// limits are the limits for loading and watching one page.
type limits struct {
	page     time.Duration // for everything
	settle   time.Duration // shortest time to watch the page after it has loaded
	bytes    int64
	gestures bool // the page is scrolled and gets the pointer and a key
}

// limits returns the limits of a portal's page.
func (v *visit) limits() limits {
	return limits{page: v.PageTimeout, settle: v.Settle, bytes: v.PageBytes, gestures: true}
}

// choiceLimits returns the limits of a page on which a choice is made: it gets no
// gestures.
func (v *visit) choiceLimits() limits {
	l := v.limits()
	l.gestures = false
	if !v.Other.given() {
		l.settle = min(l.settle, time.Second) // it is a page of Charte
	}
	return l
}

// quiet returns how long the page must make no request before it counts as done.
func (l limits) quiet() time.Duration { return min(l.settle/2, 500*time.Millisecond) }

const (
	pollInterval = 25 * time.Millisecond // between two checks of a tab
	maxQuietWait = 5 * time.Second       // longest wait for quiet: some pages never stop making requests
	stopTimeout  = 2 * time.Second       // for stopping or closing a page
	maxDocuments = 10                    // documents that one address may load in turn
)

// load opens the address, waits until the page is done or has failed, and returns its
// troubles.
func (t *tab) load(address string, l limits) troubles {
	answer := make(chan page.NavigateResult, 1)
	go func() {
		// No timeout of its own: the call returns when the server answers.
		r, err := cdp.Call(t.ctx, chromedp.FromContext(t.ctx).Target, page.Navigate, page.NavigateParams{URL: address})
		if err != nil {
			r.ErrorText = err.Error()
		}
		answer <- r
	}()
	return t.await(answer, l)
}

// await waits for the page that is loading. answer may be nil.
func (t *tab) await(answer <-chan page.NavigateResult, l limits) troubles {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	deadline := time.Now().Add(l.page)
	visitor := &gestures{tab: t}
	for {
		select {
		case <-t.ctx.Done():
			return troubles{{ID: audit.CutShort}}
		case r := <-answer:
			if problems := t.navigationTroubles(r); problems != nil {
				return problems
			}
		case now := <-ticker.C:
			problems, done, broken := t.check(now, l)
			switch {
			case broken || done && !l.gestures:
				return problems
			case l.gestures && visitor.step(now, l) && done:
				t.gestures = visitor.accepted
				return append(problems, visitor.missing()...)
			}
			if now.After(deadline) {
				t.stop()
				return t.timedOut(l)
			}
		}
	}
}

// navigationTroubles returns why the browser did not open the address.
func (t *tab) navigationTroubles(r page.NavigateResult) troubles {
	switch {
	case r.IsDownload || t.count(&t.downloads) > 0:
		return troubles{{ID: audit.Download}}
	case strings.Contains(r.ErrorText, "ERR_TOO_MANY_REDIRECTS"):
		return troubles{{ID: audit.Redirects}}
	case r.ErrorText != "" && t.count(&t.documents) == 0:
		return troubles{{ID: audit.NotOpened, Detail: truncate(r.ErrorText)}}
	}
	return nil
}

// check reports whether the page is done or broken, and its troubles.
func (t *tab) check(now time.Time, l limits) (problems troubles, done, broken bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.crashed:
		return troubles{{ID: audit.Crashed}}, true, true
	case t.bytes > l.bytes:
		go t.stop()
		return troubles{{ID: audit.TooLarge, Count: int(l.bytes >> 20)}}, true, true
	case t.documents > maxDocuments:
		go t.stop()
		return troubles{{ID: audit.Redirects}}, true, true
	case !t.loaded || now.Sub(t.since) < l.settle:
		return nil, false, false
	case len(t.open) == 0 && now.Sub(t.busy) >= l.quiet() || now.Sub(t.since) >= l.settle+maxQuietWait:
		return t.sideEffects(), true, false
	}
	return nil, false, false
}

// sideEffects returns the windows, dialogs and downloads of a page that loaded.
func (r *recorder) sideEffects() (all troubles) {
	for _, m := range (troubles{{ID: audit.Windows, Count: r.windows}, {ID: audit.Dialogs, Count: r.dialogs}, {ID: audit.Downloads, Count: r.downloads}}) {
		if m.Count > 0 {
			all = append(all, m)
		}
	}
	return all
}

func (t *tab) timedOut(l limits) troubles {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append(troubles{{ID: audit.Late, Count: int(math.Ceil(l.page.Seconds()))}}, t.sideEffects()...)
}

// stop stops the page's loading and its scripts. A page that ignores both ends with its
// tab.
func (t *tab) stop() {
	ctx, cancel := context.WithTimeout(t.ctx, stopTimeout)
	defer cancel()
	target := chromedp.FromContext(t.ctx).Target
	var both sync.WaitGroup
	both.Go(func() { _, _ = cdp.Call(ctx, target, page.StopLoading, cdp.Empty{}) })
	both.Go(func() { _, _ = cdp.Call(ctx, target, runtime.TerminateExecution, cdp.Empty{}) })
	both.Wait()
}
