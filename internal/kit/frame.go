package kit

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
)

// The styles of kit 1. Each of these was tried against a missing, a late and a
// one-pixel image in three engines; take one away and a dead service leaves a
// mark in the portal's page, or the page jumps:
//   - top with translateY, and not bottom: an image that comes late moves nothing;
//   - the pixel below the window: an image of one pixel is out of sight;
//   - display:block and the two sizes of one pixel: an image that never came takes
//     5 pixels in Chromium and Firefox, 20 to 150 in WebKit;
//   - pointer-events: what lies beside the frame can be clicked;
//   - the frame's own transform: while its box is less than 25 pixels tall it lies
//     thousands below, out of reach of lazy loading. In Chromium a lazy frame that
//     is in reach before the portal has loaded holds the load event, for ever where
//     the service hangs; so it is asked for only once an image says that it is there;
//   - the room around the frame: a sheet can ask how tall it is, and take from the
//     keyboard's way a frame that nobody sees.
const (
	boxStyle     = "position:fixed;left:0;top:calc(100% + 1px);transform:translateY(-100%);display:grid;overflow:hidden;line-height:0;max-width:100vw;z-index:2147483647;pointer-events:none"
	widthStyle   = "grid-area:1/1;display:block;height:1px;max-width:100vw"
	pictureStyle = "grid-area:1/1"
	heightStyle  = "display:block;width:1px;max-height:60vh"
	roomStyle    = "position:absolute;inset:0;container-type:size"
	frameStyle   = "position:absolute;inset:0;width:100%;height:100%;border:0;pointer-events:auto;transform:translateY(max(0px,5000px - 20000%))"
	spaceStyle   = "line-height:0"
)

// unseen takes a frame that is too small to be seen out of the keyboard's way
// the service is silent, or knows that it cannot ask here. No attribute can
// say that either.
const unseen = "@container (max-height:24px){.charte-frame{display:none}}\n"

// styler gives an element its look: a class, and with it the style, or not. The
// script of kit 2 knows by the class that the page has a banner already.
type styler func(class, style string) string

func inline(class, style string) string { return named(class, "") + ` style="` + style + `"` }
func named(class, _ string) string      { return `class="` + class + `"` }

// Frame is kit 1, for portals that take HTML and no script. With classes the
// styles stand in the portal's own sheet, for portals that forbid them in
// attributes. footer adds the space at the page's end, and the rules that keep
// what the keyboard reaches clear of the banner.
func (p Portal) Frame(classes, footer bool) []Part {
	look := styler(inline)
	var parts []Part
	var sheet string
	if classes {
		look = named
		sheet = styles()
	}
	if footer {
		sheet += p.clearance()
	}
	if sheet != "" {
		parts = append(parts, Part{Stylesheet, sheet + unseen})
	}
	parts = append(parts, Part{Header, p.box(look)})
	if footer {
		parts = append(parts, Part{Footer, p.space(look)})
	}
	return parts
}

// box is the banner's place. loading="lazy" on the images keeps a service that
// hangs from holding the portal's load event.
func (p Portal) box(look styler) string {
	service := html.EscapeString(p.Service)
	return `<div ` + look("charte", boxStyle) + `>
  <img alt="" src="` + service + `/embed/width.svg" referrerpolicy="origin" loading="lazy" ` + look("charte-width", widthStyle) + `>
` + p.picture(look) + `  <div ` + look("charte-room", roomStyle) + `>
    <iframe title="` + html.EscapeString(p.Title) + `" src="` + service + `/choice?kit" referrerpolicy="no-referrer-when-downgrade" loading="lazy" ` + look("charte-frame", frameStyle) + `></iframe>
  </div>
</div>
`
}

// picture is the image that is as tall as the banner. Its widths are in em, like
// the banner's own, so that larger text is measured with larger text.
func (p Portal) picture(look styler) string {
	var b strings.Builder
	height := func(window int) string {
		return html.EscapeString(p.Service) + "/embed/height-" + strconv.Itoa(window) + ".svg"
	}
	fmt.Fprintf(&b, "  <picture %s>\n", look("charte-picture", pictureStyle))
	for _, window := range slices.Backward(p.Windows[1:]) {
		fmt.Fprintf(&b, "    <source media=\"(min-width:%s)\" srcset=\"%s\">\n", em(window), height(window))
	}
	fmt.Fprintf(&b, "    <img alt=\"\" src=\"%s\" referrerpolicy=\"origin\" loading=\"lazy\" %s>\n  </picture>\n",
		height(p.Windows[0]), look("charte-height", heightStyle))
	return b.String()
}

// space is as tall as what lies over the page's end, so that its last line can be
// scrolled clear.
func (p Portal) space(look styler) string {
	return `<div ` + look("charte-space", spaceStyle) + ">\n" + p.picture(look) + "</div>\n"
}

// styles is the sheet for classes.
func styles() string {
	var b strings.Builder
	for _, rule := range [][2]string{
		{"charte", boxStyle}, {"charte-width", widthStyle}, {"charte-picture", pictureStyle},
		{"charte-height", heightStyle}, {"charte-room", roomStyle}, {"charte-frame", frameStyle}, {"charte-space", spaceStyle},
	} {
		fmt.Fprintf(&b, ".%s{%s}\n", rule[0], rule[1])
	}
	return b.String()
}

// clearance makes the browser scroll what the keyboard reaches clear of the banner
// (WCAG 2.4.11). No attribute can: it is the page's own rule.
func (p Portal) clearance() string {
	var b strings.Builder
	fmt.Fprintf(&b, "html{scroll-padding-bottom:min(%dpx,60vh)}\n", p.Heights[0])
	for i, window := range p.Windows[1:] {
		fmt.Fprintf(&b, "@media (min-width:%s){html{scroll-padding-bottom:min(%dpx,60vh)}}\n", em(window), p.Heights[i+1])
	}
	return b.String()
}

// em writes pixels as em: 16 of them at a browser's own size of text.
func em(pixels int) string {
	return strconv.FormatFloat(float64(pixels)/16, 'g', -1, 64) + "em"
}
