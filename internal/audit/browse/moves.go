package browse

import (
	"context"
	_ "embed"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"charte/internal/audit"
)

//go:embed scroll.js
var scrollScript string

// moves does on a page what a visitor does without choosing anything: many trackers
// start with it. It is done twice, early and late in the time that the page is
// watched: what starts late may only listen then.
type moves struct {
	tab     *tab
	since   time.Time // when the document that they are for had loaded
	rounds  int
	running chan []string
	did     []string
	ended   time.Time
}

const rounds = 2

// step begins what is due, and reports whether all was done and has had its time to
// take effect. The page may have led to another document, where it begins again.
func (m *moves) step(now time.Time, l limits) (done bool) {
	since, loaded := m.tab.loadedAt()
	select {
	case m.did = <-m.running:
		m.running, m.ended = nil, now
	default:
	}
	if m.running != nil || !loaded {
		return false
	}
	if !since.Equal(m.since) {
		m.since, m.rounds, m.did = since, 0, nil
	}
	if due := since.Add(l.settle * time.Duration(1+2*m.rounds) / (2 * rounds)); m.rounds < rounds && now.After(due) {
		m.rounds++
		m.running = make(chan []string, 1)
		go func(into chan<- []string) { into <- m.tab.move() }(m.running)
		return false
	}
	return m.rounds == rounds && now.Sub(m.ended) >= l.quiet()
}

// gestures are what move does, in its order.
var gestures = []string{audit.Scroll, audit.Pointer, audit.Key}

// missing is the trouble of a page that took less.
func (m *moves) missing() troubles {
	if slices.Equal(m.did, gestures) {
		return nil
	}
	return troubles{{ID: audit.Unmoved}}
}

// move does one round, and returns what the page took.
func (t *tab) move() (did []string) {
	ctx, cancel := context.WithTimeout(t.ctx, within)
	defer cancel()
	var scrolled bool
	if all := t.frames(ctx); len(all) > 0 && t.evaluate(ctx, all[0], scrollScript, &scrolled) == nil {
		did = append(did, audit.Scroll)
	}
	if t.point(ctx) == nil {
		did = append(did, audit.Pointer)
	}
	if t.press(ctx, input.DispatchKeyEventTypeRawKeyDown) == nil && t.press(ctx, input.DispatchKeyEventTypeKeyUp) == nil {
		did = append(did, audit.Key)
	}
	return did
}

// point moves the pointer across the window.
func (t *tab) point(ctx context.Context) error {
	for at := 50.0; at <= 350; at += 100 {
		_, err := cdp.Call(ctx, chromedp.FromContext(t.ctx).Target, input.DispatchMouseEvent, input.DispatchMouseEventParams{
			Type: input.DispatchMouseEventTypeMouseMoved, X: at, Y: at,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// press presses or releases Tab.
func (t *tab) press(ctx context.Context, how input.DispatchKeyEventType) error {
	_, err := cdp.Call(ctx, chromedp.FromContext(t.ctx).Target, input.DispatchKeyEvent, input.DispatchKeyEventParams{
		Type: how, Key: "Tab", Code: "Tab", WindowsVirtualKeyCode: 9,
	})
	return err
}
