package picture

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// ErrNone tells that no browser is installed under a name that is known.
var ErrNone = errors.New("no Chromium is installed")

// patience is how long one picture, or the browser's start, may take, on a machine
// that has much else to do.
const patience = 2 * time.Minute

// height of the screens, in pixels: it decides nothing but what is measured in
// parts of it, since a picture is of the whole page.
const height = 800

// tallest is how much of a page a picture shows, in pixels: Chromium draws no more
// at once.
const tallest = 16_000

// Find returns the path of an installed Chromium, or [ErrNone].
func Find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNone
}

// Camera is a browser with one page. It is used by one goroutine.
type Camera struct {
	tab  context.Context
	stop func()
}

// Open starts the browser at the path. It ends with Close, or with the context.
func Open(ctx context.Context, browser string) (*Camera, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser),
		chromedp.CombinedOutput(io.Discard),
		chromedp.Flag("hide-scrollbars", true),
		// Nothing is there to be reached: no name resolves, and whatever has no
		// name goes through a proxy that is not there, on this machine too.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
		chromedp.Flag("proxy-server", "socks5://nowhere.invalid"),
		chromedp.Flag("proxy-bypass-list", "<-loopback>"),
	)
	allocator, end := chromedp.NewExecAllocator(ctx, options...)
	quiet := func(string, ...any) {} // what matters is in the errors
	tab, cancel := chromedp.NewContext(allocator, chromedp.WithLogf(quiet), chromedp.WithErrorf(quiet))
	c := &Camera{tab, func() { cancel(); end() }} // end waits until the profile is removed
	// The browser lives as long as the context of its first action, so the start
	// is timed from outside.
	late := time.AfterFunc(patience, c.stop)
	err := chromedp.Do(tab, noScript)
	if !late.Stop() || err != nil {
		c.stop()
		return nil, fmt.Errorf("start %s: %w", browser, errors.Join(err, ctx.Err()))
	}
	return c, nil
}

func noScript(ctx context.Context, t *chromedp.Target) (none chromedp.Void, err error) {
	_, err = cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return none, err
}

// Close ends the browser and removes its profile.
func (c *Camera) Close() { c.stop() }

// Take returns a PNG of the whole page on a screen so many pixels wide.
func (c *Camera) Take(ctx context.Context, html []byte, width int) ([]byte, error) {
	tab, cancel := context.WithTimeout(c.tab, patience)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	if err := chromedp.Do(tab, chromedp.EmulateViewport(int64(width), height), chromedp.Navigate(address(html))); err != nil {
		return nil, fmt.Errorf("show a page to take its picture: %w", err)
	}
	png, err := chromedp.Run(tab, whole)
	if err != nil {
		return nil, fmt.Errorf("take a picture: %w", err)
	}
	return png, nil
}

// address is one that holds the page: it has no origin, and needs no file.
func address(html []byte) string {
	return "data:text/html;charset=utf-8;base64," + base64.StdEncoding.EncodeToString(html)
}

// whole takes the picture of all that the page holds, beyond the screen too.
func whole(ctx context.Context, t *chromedp.Target) ([]byte, error) {
	size, err := cdp.Call(ctx, t, page.GetLayoutMetrics, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	beyond, all := true, size.CSSContentSize
	taken, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatPng, CaptureBeyondViewport: &beyond,
		Clip: &page.Viewport{Width: all.Width, Height: min(all.Height, tallest), Scale: 1},
	})
	return taken.Data, err
}
