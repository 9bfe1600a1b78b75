package chromium

import (
	"context"
	"encoding/base64"
	"math"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"charte/internal/message"
)

// pageTimeout limits one screenshot, or the measurement of one page.
const pageTimeout = 2 * time.Minute

const (
	screenHeight  = 200    // of screenshots at first, in CSS pixels: less than any page, so that a picture ends where its page does
	maxScreenshot = 16_000 // height in pixels that Chromium can draw at once
)

// Default font sizes of a browser, in CSS pixels.
const (
	standardFont = 16
	fixedFont    = 13
)

// maxFits limits how often the screen is made as high as a page whose height depends
// on the screen's.
const maxFits = 4

// Screenshot returns a PNG of the whole page on a screen of the given width in CSS
// pixels, up to 16,000 pixels high. The screen is as high as the page, so that nothing
// which stays on the screen while the page scrolls covers a part of the page.
func (b *Browser) Screenshot(ctx context.Context, html []byte, width int) ([]byte, error) {
	tab, cancel := b.timed(ctx)
	defer cancel()
	if err := show(tab, html, Size{width, screenHeight}, 1); err != nil {
		return nil, message.Errorf("open a page for a screenshot: %w", err)
	}
	if err := chromedp.Do(tab, fitScreen(width)); err != nil {
		return nil, message.Errorf("fit the screen to a page for a screenshot: %w", err)
	}
	png, err := chromedp.Run(tab, capture)
	if err != nil {
		return nil, message.Errorf("take a screenshot: %w", err)
	}
	return png, nil
}

// timed returns the context of the browser's first tab, which ends with ctx, after
// pageTimeout or with cancel.
func (b *Browser) timed(ctx context.Context) (tab context.Context, cancel func()) {
	tab, end := context.WithTimeout(b.ctx, pageTimeout)
	stop := context.AfterFunc(ctx, end)
	return tab, func() { stop(); end() }
}

// show opens the page in the tab, with scripts disabled. textScale multiplies the font
// size that the page starts from, as a visitor's own setting does. The page's address
// contains it, so it has no origin and needs no file.
func show(tab context.Context, html []byte, screen Size, textScale float64) error {
	address := "data:text/html;charset=utf-8;base64," + base64.StdEncoding.EncodeToString(html)
	return chromedp.Do(tab, disableScripts, scaleText(textScale), viewport(screen), chromedp.Navigate(address))
}

func viewport(s Size) chromedp.Action[chromedp.Void] {
	return chromedp.EmulateViewport(int64(s.Width), int64(s.Height))
}

func disableScripts(ctx context.Context, t *chromedp.Target) (void chromedp.Void, err error) {
	_, err = cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return void, err
}

func scaleText(scale float64) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (void chromedp.Void, err error) {
		_, err = cdp.Call(ctx, t, page.SetFontSizes, page.SetFontSizesParams{FontSizes: &page.FontSizes{
			Standard: int64(math.Round(standardFont * scale)), Fixed: int64(math.Round(fixedFont * scale)),
		}})
		return void, err
	}
}

// fitScreen makes the screen as high as the page. A page may become higher with its
// screen, if it limits a part to a share of the screen's height.
func fitScreen(width int) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (void chromedp.Void, err error) {
		screen := Size{width, screenHeight}
		for range maxFits {
			layout, err := cdp.Call(ctx, t, page.GetLayoutMetrics, cdp.Empty{})
			if err != nil {
				return void, err
			}
			height := min(int(math.Ceil(layout.CSSContentSize.Height)), maxScreenshot)
			if height <= screen.Height {
				break
			}
			screen.Height = height
			if _, err := viewport(screen)(ctx, t); err != nil {
				return void, err
			}
		}
		return void, nil
	}
}

// capture takes the screenshot of the whole page, beyond the screen too.
func capture(ctx context.Context, t *chromedp.Target) ([]byte, error) {
	layout, err := cdp.Call(ctx, t, page.GetLayoutMetrics, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	beyond, size := true, layout.CSSContentSize
	taken, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatPng, CaptureBeyondViewport: &beyond,
		Clip: &page.Viewport{Width: size.Width, Height: min(size.Height, maxScreenshot), Scale: 1},
	})
	return taken.Data, err
}
