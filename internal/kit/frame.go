package kit

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
)

// The styles of kit 1. Each was tested with a missing, a late and a one-pixel image
// in three engines. Without any one of them, a service that is down leaves a visible
// mark in the portal's page, or the page jumps:
//
//   - top with translateY instead of bottom: a late image moves nothing;
//   - the pixel below the window: a one-pixel image is out of sight;
//   - display:block and the two sizes of one pixel: a missing image takes 5 pixels in Chromium and Firefox, 20 to 150 in WebKit;
//   - pointer-events: what is beside the frame can be clicked;
//   - the frame's own transform: while its box is less than 25 pixels high, it is moved thousands of pixels down, where lazy loading does not fetch it. In Chromium a lazy frame within reach before the portal has loaded delays the load event, for ever if the service hangs; so it is fetched only after an image has loaded;
//   - the container around the frame: a sheet can query its height, and remove an invisible frame from the keyboard's focus order.
const (
	boxStyle     = "position:fixed;left:0;top:calc(100% + 1px);transform:translateY(-100%);display:grid;overflow:hidden;line-height:0;max-width:100vw;z-index:2147483647;pointer-events:none"
	widthStyle   = "grid-area:1/1;display:block;height:1px;max-width:100vw"
	pictureStyle = "grid-area:1/1"
	heightStyle  = "display:block;width:1px;max-height:60vh"
	roomStyle    = "position:absolute;inset:0;container-type:size"
	frameStyle   = "position:absolute;inset:0;width:100%;height:100%;border:0;pointer-events:auto;transform:translateY(max(0px,5000px - 20000%))"
	spaceStyle   = "line-height:0"
)

// unseen removes a frame that is too small to be seen from the focus order:
// the service did not answer, or cannot ask here. An inline style cannot do that.
const unseen = "@container (max-height:24px){.charte-frame{display:none}}\n"

// styler returns the attributes of an element: its class, and its style unless a
// sheet has it. The script of kit 2 recognises by the class that the page has a
// banner.
type styler func(class, style string) string

func inline(class, style string) string { return named(class, "") + ` style="` + style + `"` }
func named(class, _ string) string      { return `class="` + class + `"` }

// Frame returns kit 1, for portals that accept HTML but no script. With classes, the
// styles are in the portal's style sheet, for portals that forbid style attributes.
// footer adds space at the page's end, and the rules that keep a focused element
// clear of the banner.
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

// box returns the banner's place. loading="lazy" on the images prevents a service
// that hangs from delaying the portal's load event.
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

// picture returns the images that give the box the banner's height. The widths are in
// em, like the banner's, so that they scale with the text size.
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

// space returns an element as high as the banner, so that the page's last line can be
// scrolled clear of it.
func (p Portal) space(look styler) string {
	return `<div ` + look("charte-space", spaceStyle) + ">\n" + p.picture(look) + "</div>\n"
}

// styles returns the style sheet of the classes.
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

// clearance returns the rule that makes the browser scroll a focused element clear of
// the banner (WCAG 2.4.11). It applies to the page itself, so no attribute can do it.
func (p Portal) clearance() string {
	var b strings.Builder
	fmt.Fprintf(&b, "html{scroll-padding-bottom:min(%dpx,60vh)}\n", p.Heights[0])
	for i, window := range p.Windows[1:] {
		fmt.Fprintf(&b, "@media (min-width:%s){html{scroll-padding-bottom:min(%dpx,60vh)}}\n", em(window), p.Heights[i+1])
	}
	return b.String()
}

// em converts pixels to em, 16 pixels each: a browser's default text size.
func em(pixels int) string {
	return strconv.FormatFloat(float64(pixels)/16, 'g', -1, 64) + "em"
}
