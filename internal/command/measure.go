package command

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"charte/internal/charter"
	"charte/internal/chromium"
	"charte/internal/kit"
	"charte/internal/pages"
)

// What is added to each height: in another browser's font a line may break elsewhere,
// which takes a line more, and one in twenty where there are many.
const (
	lineMore = 24 // CSS pixels
	partMore = 20
)

// tallScreen is a frame's height that nothing in it depends on.
const tallScreen = 400

// measure measures banner and handle of a content with an installed browser.
func measure(ctx context.Context, browser string, shown *pages.Pages, now time.Time) (kit.Sizes, error) {
	path, err := chromium.Find(browser)
	if err != nil {
		return kit.Sizes{}, fmt.Errorf("--measure: %w; without a browser, write heights: in the front matter", err)
	}
	chrome, err := chromium.Start(ctx, path, chromium.Options{})
	if err != nil {
		return kit.Sizes{}, fmt.Errorf("--measure: %w", err)
	}
	defer chrome.Close()
	frames, err := shown.Frames()
	if err != nil {
		return kit.Sizes{}, err
	}
	sizes := kit.Sizes{Measured: now.UTC().Format(time.DateOnly), Heights: map[int]int{}}
	if sizes.Shown, err = shown.Fingerprint(); err != nil {
		return kit.Sizes{}, err
	}
	c := shown.Content().Charter
	for _, h := range c.Heights { // kept where nobody is asked
		sizes.Heights[h.Width] = h.Height
	}
	if frames[0].Banner != nil {
		if err := measureBanner(ctx, chrome, frames, c.Heights, sizes.Heights); err != nil {
			return kit.Sizes{}, err
		}
	}
	sizes.Handle, err = measureHandle(ctx, chrome, shown)
	return sizes, err
}

// measureBanner fills in how tall the banner is from each window on: the tallest
// that it is in any language, in windows up to the next.
func measureBanner(ctx context.Context, chrome *chromium.Browser, frames []pages.Frame, table []charter.Height, heights map[int]int) error {
	var screens []chromium.Size
	for i, h := range table {
		next := 2 * h.Width // the last, on screens beyond it
		if i+1 < len(table) {
			next = table[i+1].Width
		}
		for _, width := range []int{h.Width, h.Width + (next-h.Width)/3, h.Width + 2*(next-h.Width)/3, next - 1} {
			screens = append(screens, chromium.Size{Width: width, Height: tallScreen})
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
			heights[from] = max(heights[from], upTo(10, box.Height+box.Height/partMore+lineMore))
		}
	}
	return nil
}

// keepSizes writes the sizes beside the charter, in one step: a service may watch.
func keepSizes(folder string, s kit.Sizes) error {
	content, err := s.File()
	if err != nil {
		return err
	}
	name := filepath.Join(folder, kit.SizesFile)
	if err := os.WriteFile(name+".new", content, 0o644); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

// upTo rounds up to a multiple.
func upTo(step, n int) int { return (n + step - 1) / step * step }
