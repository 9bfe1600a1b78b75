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
//   - all:unset and !important: a portal's style sheet for img, div or picture changes nothing;
//   - top with translate instead of bottom: a late image moves nothing;
//   - translateX: a handle is 16 pixels from the window's edge, a banner as wide as the window touches it;
//   - min-width in em of the browser's own text size: in larger text the handle is as wide as its words, and wider than its image;
//   - the pixel below the window, where the box ends: a one-pixel image is out of sight. Its top is inside the window before the transform, because Chromium prints one more sheet for a box that starts below the page;
//   - the picture of one pixel: a sheet that gives every element a padding gives it to each source too;
//   - display:block and the two sizes of one pixel: a missing image takes 5 pixels in Chromium and Firefox, 20 to 150 in WebKit;
//   - percentages of the window, not vw and vh, limit the box: a zoom of the page's body multiplies those;
//   - pointer-events: what is beside the frame can be clicked;
//   - the frame's own transform: while its box is less than 25 pixels high, it is moved thousands of pixels down, where lazy loading does not fetch it. In Chromium a lazy frame within reach before the portal has loaded delays the load event, for ever if the service hangs; so it is fetched only after an image has loaded;
//   - the container around the frame: a sheet can query its height, and remove an invisible frame from the keyboard's focus order.
//
// The frame has no all:unset, because its display must remain free: the rules that
// hide it, also a portal's for print, must win.
var (
	boxStyle     = firm("all:unset;display:grid;grid-template:auto/auto;grid-auto-rows:0;position:fixed;left:0;top:calc(100% - 1px);transform:translate(max(0px,min(16px,240px - 100%)),calc(2px - 100%));overflow:hidden;font-size:medium;line-height:0;min-width:6.5em;max-width:100%;max-height:60%;z-index:2147483647;pointer-events:none")
	widthStyle   = firm("all:unset;grid-area:1/1;display:block;width:auto;height:1px;max-width:100%")
	pictureStyle = firm("all:unset;grid-area:1/1;display:block;width:1px")
	heightStyle  = firm("all:unset;grid-area:1/1;display:block;width:1px;height:auto;max-height:60vh")
	roomStyle    = firm("all:unset;position:absolute;inset:0;container-type:size")
	frameStyle   = firm("position:absolute;inset:0;width:100%;height:100%;min-width:0;min-height:0;max-width:none;max-height:none;margin:0;padding:0;border:0;border-radius:0;box-shadow:none;opacity:1;filter:none;transition:none;animation:none;pointer-events:auto;transform:translateY(max(0px,5000px - 20000%))")
	spaceStyle   = firm("all:unset;display:block;line-height:0")
)

// firm makes each declaration important.
func firm(style string) string {
	return strings.ReplaceAll(style, ";", "!important;") + "!important"
}

// oneByOne is the size of images and frame if the platform strips their styles.
const oneByOne = `width="1" height="1"`

// unseen removes a frame that is too small to be seen from the focus order:
// the service did not answer, or cannot ask here. An inline style cannot do that.
const unseen = "@container (max-height:24px){.charte-frame{display:none!important}}\n"

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
	parts = append(parts, Part{Body, p.box(look)}, Part{SkipLinks, p.skip()})
	if footer {
		parts = append(parts, Part{Footer, p.space(look)})
	}
	return parts
}

// box returns the banner's place. loading="lazy" on the images prevents a service
// that hangs from delaying the portal's load event. The connection that preconnect
// opens is ready when they are fetched.
func (p Portal) box(look styler) string {
	service := html.EscapeString(p.Service.String())
	return `<link rel="preconnect" href="` + service + `">
<div id="charte" ` + look("charte", boxStyle) + `>
  <img alt="" src="` + service + `/embed/width" ` + oneByOne + ` referrerpolicy="origin" loading="lazy" ` + look("charte-width", widthStyle) + `>
` + p.picture(look) + `  <span ` + look("charte-room", roomStyle) + `>
    <iframe title="` + html.EscapeString(p.Title) + `" src="` + service + `/choice?kit" ` + oneByOne + ` referrerpolicy="no-referrer-when-downgrade" loading="lazy" ` + look("charte-frame", frameStyle) + `></iframe>
  </span>
</div>
`
}

// skip returns a link to the banner, for portals where it is the last part of the page.
func (p Portal) skip() string {
	return `<a href="#charte">` + html.EscapeString(p.Skip) + "</a>\n"
}

// picture returns the images that give the box the banner's height. The widths are in
// em, like the banner's, so that they scale with the text size, and in pixels too,
// because WebKit multiplies em by the font size of the page's root element. The higher
// of both widths decides, so the box is never too small for the banner.
func (p Portal) picture(look styler) string {
	var b strings.Builder
	height := func(window int) string {
		return html.EscapeString(p.Service.URL("/embed/height-" + strconv.Itoa(window)))
	}
	fmt.Fprintf(&b, "  <picture %s>\n", look("charte-picture", pictureStyle))
	for _, window := range slices.Backward(p.Windows[1:]) {
		fmt.Fprintf(&b, "    <source media=\"(min-width:%s) and (min-width:%dpx)\" srcset=\"%s\">\n", em(window), window, height(window))
	}
	fmt.Fprintf(&b, "    <img alt=\"\" src=\"%s\" %s referrerpolicy=\"origin\" loading=\"lazy\" %s>\n  </picture>\n",
		height(p.Windows[0]), oneByOne, look("charte-height", heightStyle))
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
