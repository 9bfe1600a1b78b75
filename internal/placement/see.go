package placement

import (
	"context"
	_ "embed"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"charte/internal/chromium"
	"charte/internal/message"
)

//go:embed page.js
var pageScript string

//go:embed points.js
var pointsScript string

//go:embed frame.js
var frameScript string

// The longest waits after the page's load event: for the kit's frame, which loads after
// the images of the kit, and for a script to add the kit to a page that lacks it.
const (
	frameWait = 10 * time.Second
	kitWait   = 2 * time.Second
)

// rect is a box in CSS pixels of its window.
type rect struct{ Left, Top, Width, Height float64 }

// pageState is what page.js returns.
type pageState struct {
	Elements   []element
	Frame      bool // the page has a frame of the service
	Rect       rect // of the frame, at the top of the page
	Scrolled   rect // of the frame, at its end
	Fixed      bool // the kit has its style
	Hidden     bool // the frame or a parent has display:none
	Window     struct{ Width, Height float64 }
	Wider      float64 // pixels by which the kit widens the page
	Containing string  // ancestor and property that make it the containing block of the kit
	Stacking   string  // ancestor and property that make it a stacking context
}

// frameState is what frame.js returns.
type frameState struct {
	Controls []struct {
		rect
		Label string
	}
	Paints bool // the document paints something
}

// seen is the page in one window.
type seen struct {
	pageState
	content frameState
	covered []string // for each control, what is on top of it; "" for the frame
	printed bool     // the frame paints on paper
	picture []byte
	headers map[string]string
	blocked []violation
	service string
}

// see opens the address in a new tab and examines the page.
func see(b *chromium.Browser, address string, window chromium.Size, service string) (*seen, error) {
	t, end, err := openTab(b, window)
	if err != nil {
		return nil, err
	}
	defer end()
	if err := chromedp.Do(t.ctx, chromedp.Navigate(address)); err != nil {
		if strings.Contains(err.Error(), "ERR_CERT_AUTHORITY_INVALID") {
			return nil, message.Errorf("%s cannot be opened: the browser does not trust the authority of its certificate; name the authority's file with --ca", address)
		}
		return nil, message.Errorf("%s cannot be opened: %w", address, err)
	}
	if t.main, err = t.mainFrame(); err != nil {
		return nil, err
	}
	s := &seen{service: service}
	loaded := time.Now()
	t.poll(frameWait, func() bool {
		return t.read(s) == nil && (len(s.content.Controls) > 0 || !s.Frame && time.Since(loaded) > kitWait)
	})
	if err := t.read(s); err != nil {
		return nil, err
	}
	if s.picture, err = chromedp.Run(t.ctx, screenshot); err != nil {
		return nil, err
	}
	if err := t.readOnTop(s); err != nil {
		return nil, err
	}
	if err := t.readPrint(s); err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	s.headers, s.blocked = t.headers, t.blocked
	return s, nil
}

// script returns the source with its parameters as JSON.
func script(source, service string, points any) string {
	encoded, _ := json.Marshal(points) // numbers and strings only
	return strings.NewReplacer("SERVICE", strconv.Quote(service), "POINTS", string(encoded)).Replace(source)
}

// read reads the state of the page and of the kit's frame.
func (t *tab) read(s *seen) error {
	s.pageState, s.content = pageState{}, frameState{}
	if err := t.evaluate(t.main, script(pageScript, s.service, nil), &s.pageState); err != nil {
		return err
	}
	if id := t.frameOf(s.service); id != "" {
		_ = t.evaluate(id, frameScript, &s.content) // a frame that has not loaded has no controls
	}
	return nil
}

// readOnTop finds what is on top of each control: at its centre and near its corners.
func (t *tab) readOnTop(s *seen) error {
	if !s.Frame {
		return nil
	}
	const inset = 4
	for _, c := range s.content.Controls {
		right, bottom := c.Left+c.Width-inset, c.Top+c.Height-inset
		points := [][2]float64{{c.Left + c.Width/2, c.Top + c.Height/2}, {c.Left + inset, c.Top + inset}, {right, c.Top + inset}, {c.Left + inset, bottom}, {right, bottom}}
		var tops []string
		if err := t.evaluate(t.main, script(pointsScript, s.service, points), &tops); err != nil {
			return err
		}
		s.covered = append(s.covered, firstNotEmpty(tops))
	}
	return nil
}

func firstNotEmpty(all []string) string {
	for _, text := range all {
		if text != "" {
			return text
		}
	}
	return ""
}

// readPrint reads whether the kit paints on paper.
func (t *tab) readPrint(s *seen) error {
	if err := chromedp.Do(t.ctx, do(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})); err != nil {
		return err
	}
	var printed seen
	printed.service = s.service
	if err := t.read(&printed); err != nil {
		return err
	}
	s.printed = printed.Frame && !printed.Hidden && printed.content.Paints
	return nil
}

// screenshot takes a picture of the window.
func screenshot(ctx context.Context, t *chromedp.Target) ([]byte, error) {
	taken, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng})
	return taken.Data, err
}
