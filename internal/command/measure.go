package command

import (
	"context"
	"path/filepath"
	"time"

	"charte/internal/charter"
	"charte/internal/chromium"
	"charte/internal/durable"
	"charte/internal/kit"
	"charte/internal/message"
	"charte/internal/pages"
)

// Reserve added to each measured height, because lines break elsewhere in another
// browser's font: one line, and one twentieth of the height for longer texts.
const (
	extraLine  = 24 // CSS pixels
	extraShare = 20
)

// lowScreen is the height of the frames measured: the lowest that has the wide layout.
// In a higher one the banner is as high as its frame.
const lowScreen = 160

// From wideWindow on the banner is 12rem high at most, so nothing is added beyond.
const (
	wideWindow = 1440 // CSS pixels
	mostWide   = 192
)

// measure measures the banner and the handle with an installed browser.
func measure(ctx context.Context, browser string, rendered *pages.Pages, now time.Time) (kit.Sizes, error) {
	path, err := chromium.Find(browser)
	if err != nil {
		return kit.Sizes{}, message.Errorf("--measure: %w; without a browser, write heights: into the front matter", err)
	}
	chrome, err := chromium.Start(ctx, path, chromium.Options{})
	if err != nil {
		return kit.Sizes{}, message.Errorf("--measure: %w", err)
	}
	defer chrome.Close()
	frames, err := rendered.Frames()
	if err != nil {
		return kit.Sizes{}, err
	}
	sizes := kit.Sizes{Measured: now.UTC().Format(time.DateOnly), Heights: map[int]int{}}
	if sizes.Shown, err = rendered.Fingerprint(); err != nil {
		return kit.Sizes{}, err
	}
	c := rendered.Content().Charter
	for _, h := range c.Heights { // used unchanged if there is no banner
		sizes.Heights[h.Width] = h.Height
	}
	if frames[0].Banner != nil {
		if err := measureBanner(ctx, chrome, frames, c.Heights, sizes.Heights); err != nil {
			return kit.Sizes{}, err
		}
	}
	sizes.Handle, err = measureHandle(ctx, chrome, rendered)
	return sizes, err
}

// measureBanner sets, for each window width of the table, the greatest height of the
// banner in any language and in any window from that width to the next.
func measureBanner(ctx context.Context, chrome *chromium.Browser, frames []pages.Frame, table []charter.Height, heights map[int]int) error {
	var screens []chromium.Size
	for i, h := range table {
		next := 2 * h.Width // for the last width, up to twice that
		if i+1 < len(table) {
			next = table[i+1].Width
		}
		for _, width := range []int{h.Width, h.Width + (next-h.Width)/3, h.Width + 2*(next-h.Width)/3, next - 1} {
			screens = append(screens, chromium.Size{Width: width, Height: lowScreen})
		}
	}
	clear(heights)
	for _, f := range frames {
		boxes, err := chrome.Measure(ctx, f.Banner, "body", screens, 1)
		if err != nil {
			return err
		}
		for i, box := range boxes {
			from := table[i/4].Width
			heights[from] = max(heights[from], reserved(from, box.Height))
		}
	}
	return nil
}

// reserved returns the height to give to a banner in windows from a width on.
func reserved(from, height int) int {
	most := upTo(10, height+height/extraShare+extraLine)
	if from >= wideWindow {
		return max(height, min(most, mostWide))
	}
	return most
}

// writeSizes writes the sizes into the content folder. A service that watches the folder
// never reads half of the file.
func writeSizes(folder string, s kit.Sizes) error {
	content, err := s.File()
	if err != nil {
		return err
	}
	return durable.Replace(filepath.Join(folder, kit.SizesFile), content, 0o644)
}

// upTo rounds n up to a multiple of step.
func upTo(step, n int) int { return (n + step - 1) / step * step }
