package placement

import (
	"context"
	"errors"
	"net/url"
	"time"

	"charte/internal/chromium"
	"charte/internal/message"
)

// Options are what [Inspect] compares the page with.
type Options struct {
	// Browser is the path of Chromium; empty for the installed one.
	Browser string
	// CA is the path of a PEM file with certificates of authorities that the browser trusts
	// besides its own; empty for none.
	CA string
	// Service is the origin of the consent service.
	Service string
	// Markup is the HTML of the kit in each of its forms. A page must contain the
	// attributes of one of them.
	Markup []string
	// Height returns the height in CSS pixels that the kit gives the banner in a
	// window of the given width.
	Height func(width int) int
}

// Report is what is wrong with the page. It has no faults if the banner can be used.
type Report struct {
	// Page lists faults of the page in every window; Warnings lists risks that are no
	// faults.
	Page, Warnings []message.Text
	// Views are what the page looks like in each window.
	Views []View
}

// View is the page in a window of one size.
type View struct {
	Window  chromium.Size
	Picture []byte // PNG of the window
	Faults  []message.Text
}

// Faults returns the number of faults of the page and its views.
func (r Report) Faults() int {
	n := len(r.Page)
	for _, v := range r.Views {
		n += len(v.Faults)
	}
	return n
}

// windows are a phone, a tablet and a small desktop window.
var windows = []chromium.Size{{Width: 360, Height: 740}, {Width: 768, Height: 1024}, {Width: 1280, Height: 800}}

// pageTimeout limits loading and examining the page in one window.
const pageTimeout = time.Minute

// Inspect opens the address as a visitor who has not chosen yet, once in each window, or
// only in the first if the page has no frame of the service. It fails if the page cannot
// be opened.
func Inspect(ctx context.Context, address string, o Options) (Report, error) {
	if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return Report{}, message.Errorf("%q is not the address of a page: write it with https://", address)
	}
	path, err := chromium.Find(o.Browser)
	if err != nil {
		return Report{}, err
	}
	browser, err := chromium.Start(ctx, path, chromium.Options{Online: true, CA: o.CA})
	if err != nil {
		return Report{}, err
	}
	defer browser.Close()
	expected, err := readMarkup(o.Markup)
	if err != nil {
		return Report{}, err
	}
	var report Report
	for _, window := range windows {
		seen, err := see(browser, address, window, o.Service)
		if err != nil {
			return Report{}, errors.Join(err, ctx.Err())
		}
		report.Views = append(report.Views, View{window, seen.picture, seen.faults(o.Height(window.Width))})
		if len(report.Views) == 1 {
			report.Page, report.Warnings = seen.pageFaults(expected), seen.warnings()
		}
		if !seen.Frame {
			break
		}
	}
	return report, nil
}
