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

// gestures scrolls the page, moves the pointer and presses a key, as a visitor does
// without choosing anything: many trackers start then. It makes two rounds, early and
// late in the time that the page is watched, because a tracker may start to listen
// after the first one.
type gestures struct {
	tab      *tab
	since    time.Time // when the current document had loaded
	rounds   int
	running  chan []string
	accepted []string
	ended    time.Time
}

const maxRounds = 2

// step starts a round that is due, and reports whether all rounds are over and had time
// to take effect. It starts again if the page has loaded another document.
func (g *gestures) step(now time.Time, l limits) (done bool) {
	since, loaded := g.tab.loadedAt()
	select {
	case g.accepted = <-g.running:
		g.running, g.ended = nil, now
	default:
	}
	if g.running != nil || !loaded {
		return false
	}
	if !since.Equal(g.since) {
		g.since, g.rounds, g.accepted = since, 0, nil
	}
	if due := since.Add(l.settle * time.Duration(1+2*g.rounds) / (2 * maxRounds)); g.rounds < maxRounds && now.After(due) {
		g.rounds++
		g.running = make(chan []string, 1)
		go func(into chan<- []string) { into <- g.tab.move() }(g.running)
		return false
	}
	return g.rounds == maxRounds && now.Sub(g.ended) >= l.quiet()
}

// allGestures are the gestures of a round, in order.
var allGestures = []string{audit.Scroll, audit.Pointer, audit.Key}

// missing returns the trouble of a page that did not accept all gestures.
func (g *gestures) missing() troubles {
	if slices.Equal(g.accepted, allGestures) {
		return nil
	}
	return troubles{{ID: audit.Unmoved}}
}

// move makes one round and returns the gestures that the page accepted.
func (t *tab) move() (accepted []string) {
	ctx, cancel := context.WithTimeout(t.ctx, framesTimeout)
	defer cancel()
	var scrolled bool
	if all := t.frames(ctx); len(all) > 0 && t.evaluate(ctx, all[0], scrollScript, &scrolled) == nil {
		accepted = append(accepted, audit.Scroll)
	}
	if t.point(ctx) == nil {
		accepted = append(accepted, audit.Pointer)
	}
	if t.press(ctx, input.DispatchKeyEventTypeRawKeyDown) == nil && t.press(ctx, input.DispatchKeyEventTypeKeyUp) == nil {
		accepted = append(accepted, audit.Key)
	}
	return accepted
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
