package browse

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"

	"charte/internal/chromium"
)

// session is a browser with a fresh profile, and how its tabs present themselves.
type session struct {
	*chromium.Browser
	ctx       context.Context // of the browser
	renderers int             // processes that render pages while only the empty first tab is open
}

// newSession starts the run's browser with a fresh profile. Downloads are denied and
// reported as events.
func (r *run) newSession(ctx context.Context) (*session, error) {
	if err := r.identify(ctx); err != nil {
		return nil, err
	}
	// Flags reach Service Workers too, unlike the commands for a tab.
	flags := append([]string{"user-agent=" + r.agent}, r.Flags...)
	if r.Language != "" {
		flags = append(flags, "accept-lang="+r.Language)
	}
	if r.UserAgent != "" {
		flags = append(flags, "disable-blink-features=AutomationControlled")
	}
	b, err := chromium.Start(ctx, r.path, chromium.Options{Online: true, CA: r.CA, Flags: flags})
	if err != nil {
		return nil, err
	}
	s := &session{Browser: b, ctx: b.Context()}
	s.renderers = s.countRenderers()
	events := true
	_, err = call(s, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorDeny, EventsEnabled: &events,
	})
	if err != nil {
		b.Close()
		return nil, errors.Join(err, ctx.Err())
	}
	return s, nil
}

// identify sets the User-Agent of the run. It starts a browser to learn its own.
func (r *run) identify(ctx context.Context) error {
	if r.agent != "" {
		return nil
	}
	if r.UserAgent != "" && r.UserAgent != Visitor {
		r.agent = r.UserAgent
		return nil
	}
	b, err := chromium.Start(ctx, r.path, chromium.Options{Flags: r.Flags})
	if err != nil {
		return err
	}
	defer b.Close()
	r.agent = b.UserAgent
	if r.UserAgent == "" {
		r.agent = strings.TrimSpace(r.agent + " " + r.Agent)
	}
	return nil
}

// call sends a command to the browser and returns its answer.
func call[P, R any](s *session, command cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := context.WithTimeout(s.ctx, commandTimeout)
	defer cancel()
	return cdp.Call(ctx, chromedp.FromContext(s.ctx).Browser, command, params)
}

// cookies returns the content of the browser's cookie jar.
func (s *session) cookies() ([]*network.Cookie, error) {
	found, err := call(s, storage.GetCookies, storage.GetCookiesParams{})
	return found.Cookies, err
}

// closeTab closes the tab and waits up to stopTimeout for the process that rendered
// its page: it may use much memory, and the next page needs its own. A process that is
// still there was counted too late at the start, or does not end: no later page waits for it.
func (s *session) closeTab(t *tab) {
	t.cancel()
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	deadline := time.Now().Add(stopTimeout)
	for count := s.countRenderers(); count > s.renderers; count = s.countRenderers() {
		if time.Now().After(deadline) {
			s.renderers = count
			return
		}
		select {
		case <-s.ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// countRenderers returns how many of the browser's processes render pages.
func (s *session) countRenderers() (count int) {
	all, err := call(s, systeminfo.GetProcessInfo, cdp.Empty{})
	if err != nil {
		return 0
	}
	for _, process := range all.ProcessInfo {
		if process.Type == "renderer" {
			count++
		}
	}
	return count
}
