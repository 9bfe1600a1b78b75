package command

import (
	"context"

	"charte/internal/charter"
	"charte/internal/chromium"
	"charte/internal/message"
	"charte/internal/pages"
	"charte/views"
)

// Limits of the handle's size, in CSS pixels. The style sheet of the frame shows a
// larger frame as a banner.
const (
	maxHandleWidth  = 300
	maxHandleHeight = 120
	minHandleHeight = 44 // the smallest comfortable touch target
	twoLines        = 64 // height of two lines in text of twice the size
)

// freeShare is what part of the handle's width is left free: in another font its words
// may take that much more.
const freeShare = 12

// textScale is how much larger than the default the text may be without the handle's
// words being cut (WCAG 1.4.4).
const textScale = 2

// measureHandle returns the size that holds the handle's text in every language, in
// text of twice the size (WCAG 1.4.4): the built-in width, or more where that saves a
// third line.
func measureHandle(ctx context.Context, chrome *chromium.Browser, rendered *pages.Pages) (size [2]int, err error) {
	languages := rendered.Content().Charter.Languages
	var screens []chromium.Size
	least := charter.DefaultHandle().Width // an earlier version drew a larger one
	for width := least; width <= maxHandleWidth; width += 8 {
		screens = append(screens, chromium.Size{Width: width - width/freeShare, Height: minHandleHeight})
	}
	needs := make([]chromium.Box, len(screens))
	for _, lang := range languages {
		page, err := rendered.Handle(lang, views.Signal)
		if err != nil {
			return size, err
		}
		boxes, err := chrome.Measure(ctx, page.HTML(), ".handle", screens, textScale)
		if err != nil {
			return size, err
		}
		for n, box := range boxes {
			needs[n] = chromium.Box{Width: max(needs[n].Width, box.Width), Height: max(needs[n].Height, box.Height)}
		}
	}
	at := firstFit(needs, screens, twoLines)
	if at < 0 {
		at = firstFit(needs, screens, maxHandleHeight)
	}
	if at < 0 {
		return size, message.Errorf("--measure: the handle's words need more than %d × %d pixels in text of twice the size: shorten handle in locales/", maxHandleWidth, maxHandleHeight)
	}
	height := charter.DefaultHandle().Height
	if need := needs[at].Height; need > height {
		height = upTo(4, need+3)
	}
	return [2]int{least + 8*at, height}, nil
}

// firstFit returns the index of the first screen in which its box fits at the given
// height, or -1.
func firstFit(needs []chromium.Box, screens []chromium.Size, height int) int {
	for i, need := range needs {
		if need.Width <= screens[i].Width && need.Height <= height {
			return i
		}
	}
	return -1
}
