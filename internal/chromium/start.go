package chromium

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"

	"charte/internal/message"
)

// startTimeout is long because a busy machine may need it.
const startTimeout = 2 * time.Minute

// Options are the settings of a browser.
type Options struct {
	// Online lets the browser use the network. Without it, no host name resolves and
	// no connection opens, not even to this machine.
	Online bool
	// CA is the path of a PEM file with certificates of authorities that the browser
	// trusts besides its own; empty for none. It needs the program certutil.
	CA string
	// Flags are additional command-line flags, "name" or "name=value". They replace
	// flags of the same name that [Start] sets.
	Flags []string
}

// Browser is a running browser with a profile of its own. It is for one goroutine.
type Browser struct {
	// Product is the browser's name and version, as in "Chrome 156.0.8078.108".
	Product string
	// UserAgent is the browser's User-Agent without the mark of a browser that has no
	// window.
	UserAgent string

	ctx   context.Context
	close func()
}

// Start starts the browser at the path with a fresh profile. The browser ends with
// Close, or with ctx.
func Start(ctx context.Context, path string, o Options) (*Browser, error) {
	home, err := newHome()
	if err != nil {
		return nil, message.Errorf("start %s: %w", path, err)
	}
	if o.CA != "" {
		if err := trust(home, o.CA); err != nil {
			removeHome(home)
			return nil, err
		}
	}
	allocator, wait := chromedp.NewExecAllocator(ctx, allocation(path, home, o)...)
	discard := func(string, ...any) {} // the calls return the errors
	tab, end := chromedp.NewContext(allocator, chromedp.WithLogf(discard), chromedp.WithErrorf(discard))
	b := &Browser{ctx: tab, close: func() {
		end()
		wait()
		removeHome(home)
	}}
	// The browser lives as long as the context of its first action, so that context
	// must not have the timeout.
	timer := time.AfterFunc(startTimeout, end)
	err = b.connect()
	if !timer.Stop() {
		err = message.Errorf("no answer within %s", startTimeout)
	}
	if err != nil {
		b.Close()
		return nil, message.Errorf("start %s: %w", path, errors.Join(err, ctx.Err()))
	}
	return b, nil
}

// connect waits for the browser and asks for its version.
func (b *Browser) connect() error {
	if err := chromedp.Do(b.ctx); err != nil {
		return err
	}
	version, err := cdp.Call(b.ctx, chromedp.FromContext(b.ctx).Browser, browser.GetVersion, cdp.Empty{})
	if err != nil {
		return err
	}
	b.Product = strings.Replace(strings.Replace(version.Product, "Headless", "", 1), "/", " ", 1)
	b.UserAgent = strings.ReplaceAll(version.UserAgent, "Headless", "")
	return nil
}

// Context returns the context of the browser, for calls of chromedp. It is done when
// the browser has ended.
func (b *Browser) Context() context.Context { return b.ctx }

// Close ends the browser, waits for it and removes its profile. It may be called more
// than once.
func (b *Browser) Close() { b.close() }
