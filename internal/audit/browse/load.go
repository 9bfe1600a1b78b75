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

// troubles are of one page or one state; nil where there are none.
type troubles []audit.Trouble

// hiding are those of the troubles that hide a page.
func hiding(all troubles) troubles {
	return slices.DeleteFunc(slices.Clone(all), func(t audit.Trouble) bool { return !t.Hides() })
}

// limits are how long a page is waited for and watched.
type limits struct {
	page   time.Duration // altogether
	settle time.Duration // watched after it has loaded, at least
	bytes  int64
	moves  bool // it is scrolled, and gets the pointer and a key
}

// limits are those of a portal's page.
func (v *visit) limits() limits {
	return limits{page: v.PageTimeout, settle: v.Settle, bytes: v.PageBytes, moves: true}
}

// still are the limits of a page on which a choice is made: nothing but the choice
// is done there.
func (v *visit) still() limits {
	l := v.limits()
	l.moves = false
	if !v.Other.given() {
		l.settle = min(l.settle, time.Second) // it is this service's own page
	}
	return l
}

// quiet is for how long the page must have asked for nothing before it is left.
func (l limits) quiet() time.Duration { return min(l.settle/2, 500*time.Millisecond) }

const (
	look     = 25 * time.Millisecond // between two looks at what a tab does
	watch    = 5 * time.Second       // for quiet, at most: some pages never stop asking
	brief    = 2 * time.Second       // for a page to let itself be stopped
	farthest = 10                    // documents that one address may lead through
)

// load opens the address and waits until the page is done or has gone wrong: it
// returns what went wrong.
func (t *tab) load(address string, l limits) troubles {
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
func (t *tab) await(answer <-chan page.NavigateResult, l limits) troubles {
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	deadline := time.Now().Add(l.page)
	moves := &moves{tab: t}
	for {
		select {
		case <-t.ctx.Done():
			return troubles{{ID: audit.CutShort}}
		case r := <-answer:
			if had := t.refused(r); had != nil {
				return had
			}
		case now := <-ticker.C:
			had, done, broken := t.judge(now, l)
			switch {
			case broken || done && !l.moves:
				return had
			case l.moves && moves.step(now, l) && done:
				t.did = moves.did
				return append(had, moves.missing()...)
			}
			if now.After(deadline) {
				t.stop()
				return t.late(l)
			}
		}
	}
}

// refused says why the browser did not show what it was sent to.
func (t *tab) refused(r page.NavigateResult) troubles {
	switch {
	case r.IsDownload || t.number(&t.downloads) > 0:
		return troubles{{ID: audit.Download}}
	case strings.Contains(r.ErrorText, "ERR_TOO_MANY_REDIRECTS"):
		return troubles{{ID: audit.Redirects}}
	case r.ErrorText != "" && t.number(&t.arrivals) == 0:
		return troubles{{ID: audit.NotOpened, Detail: cut(r.ErrorText)}}
	}
	return nil
}

// judge reports whether the page is done, or broken off, and what it did.
func (t *tab) judge(now time.Time, l limits) (had troubles, done, broken bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.crashed:
		return troubles{{ID: audit.Crashed}}, true, true
	case t.bytes > l.bytes:
		go t.stop()
		return troubles{{ID: audit.TooLarge, Count: int(l.bytes >> 20)}}, true, true
	case t.arrivals > farthest:
		go t.stop()
		return troubles{{ID: audit.Redirects}}, true, true
	case !t.loaded || now.Sub(t.since) < l.settle:
		return nil, false, false
	case len(t.open) == 0 && now.Sub(t.busy) >= l.quiet() || now.Sub(t.since) >= l.settle+watch:
		return t.manners(), true, false
	}
	return nil, false, false
}

// manners is what a page did that others do not, though it loaded.
func (r *recorder) manners() (did troubles) {
	for _, m := range (troubles{{ID: audit.Windows, Count: r.windows}, {ID: audit.Dialogs, Count: r.dialogs}, {ID: audit.Downloads, Count: r.downloads}}) {
		if m.Count > 0 {
			did = append(did, m)
		}
	}
	return did
}

func (t *tab) late(l limits) troubles {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append(troubles{{ID: audit.Late, Count: int(math.Ceil(l.page.Seconds()))}}, t.manners()...)
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
