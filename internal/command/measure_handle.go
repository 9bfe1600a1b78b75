package command

import (
	"context"
	"fmt"
	"html"
	"regexp"
	"strings"

	"charte/handlers"
	"charte/internal/i18n"
	"charte/internal/picture"
)

// The bounds of a handle, in CSS pixels: larger, the frame's style sheet takes it
// for a banner.
const (
	maxHandleWidth  = 300
	maxHandleHeight = 120
	minHandleHeight = 44 // for a finger
	twoLines        = 64 // of text of twice the size
)

// wider is what part of the handle's width is left free: in another font its words
// may take that much more.
const wider = 12

// handleSays is where the handle's words stand in its document, handleRoot where its
// size of text is set.
var (
	handleSays = regexp.MustCompile(`(<a class="handle"[^>]*><span>)[^<]*(</span>)`)
	handleRoot = regexp.MustCompile(`^(<!doctype html><html )`)
)

// measureHandle finds the size that holds each of the handle's words in every
// language, in text of twice the size (WCAG 1.4.4): as narrow as the charter has it,
// or wider where that saves a third line.
func measureHandle(ctx context.Context, camera *picture.Camera, all []frames, content handlers.Config) (size [2]int, err error) {
	var screens []picture.Size
	for width := content.Charters.Handle.Width; width <= max(maxHandleWidth, content.Charters.Handle.Width); width += 8 {
		screens = append(screens, picture.Size{Width: width - width/wider, Height: minHandleHeight})
	}
	needs := make([]picture.Box, len(screens))
	for i, code := range content.Charters.Languages {
		for _, words := range handleWords(content.Catalog.Words(code)) {
			boxes, err := camera.Measure(ctx, handlePage(all[i].handle, words), ".handle", screens)
			if err != nil {
				return size, err
			}
			for n, box := range boxes {
				needs[n] = picture.Box{Width: max(needs[n].Width, box.Width), Height: max(needs[n].Height, box.Height)}
			}
		}
	}
	at := firstFit(needs, screens, twoLines)
	if at < 0 {
		at = firstFit(needs, screens, maxHandleHeight)
	}
	if at < 0 {
		return size, fmt.Errorf("--measure: the handle's words need more than %d × %d pixels in text of twice the size: shorten handle_… in locales/", maxHandleWidth, maxHandleHeight)
	}
	return [2]int{content.Charters.Handle.Width + 8*at, max(minHandleHeight, upTo(4, needs[at].Height+3))}, nil
}

// firstFit is the first screen that holds what is needed in so much height; -1: none.
func firstFit(needs []picture.Box, screens []picture.Size, height int) int {
	for i, need := range needs {
		if need.Width <= screens[i].Width && need.Height <= height {
			return i
		}
	}
	return -1
}

// handlePage is a handle's document with other words, and text of twice the size.
func handlePage(page []byte, words string) []byte {
	page = handleSays.ReplaceAll(page, []byte("${1}"+strings.ReplaceAll(html.EscapeString(words), "$", "$$")+"${2}"))
	return handleRoot.ReplaceAll(page, []byte(`${1}style="font-size:200%" `))
}

// handleWords is all that the handle may say.
func handleWords(words *i18n.Words) []string {
	var all []string
	for _, id := range []string{"handle_accepted", "handle_refused", "handle_partial", "handle_signal"} {
		all = append(all, words.Say(id))
	}
	return all
}
