package theme

import "maps"

// palette maps the names of properties to their values, in light or in dark mode.
type palette map[string]string

const (
	paper, control, controlInk = "--charte-paper", "--charte-control", "--charte-control-ink"
	link, focus                = "--charte-link", "--charte-focus"
)

// grounds and greys take the hue of the brand's colour, and accents the colour itself.
var (
	grounds = []string{paper, "--charte-tint"}
	greys   = []string{"--charte-ink", "--charte-muted", "--charte-line", "--charte-rule"}
	accents = []string{link, control, focus}
)

// Accents in dark mode are at least this light and at most this vivid, as the built-in
// ones are, so that they neither vanish nor glare on a dark ground.
const (
	darkLightness = 0.8
	darkChroma    = 0.11
)

// neutralChroma is the most chroma of grounds and greys in the hue of a brand. The
// built-in ones have more and look grey because they are blue; a red would look brown.
const neutralChroma = 0.008

// derive returns the light and the dark palette of a brand's colour. In light mode the
// colour is that of links, controls and focus, and the result is unreadable if the colour
// is too pale; see [nearest]. Dark mode has the colour lightened.
func derive(light, dark palette, colour string) (palette, palette) {
	light, dark = maps.Clone(light), maps.Clone(dark)
	brand := toOKLCH(colour)
	for _, p := range []palette{light, dark} {
		for _, name := range grounds {
			p[name] = p.tinted(name, brand).hex()
		}
		for _, name := range greys {
			p.move(name, p.tinted(name, brand))
		}
	}
	for _, name := range accents {
		light[name] = colour
		dark.lighten(name, colour)
	}
	return light, dark
}

// nearest returns the colour with the hue of another, and the nearest lightness, that is
// readable as a brand's colour. Links need more contrast than controls and focus.
func nearest(light palette, colour string) string {
	light, _ = derive(light, light, colour)
	light.move(link, toOKLCH(colour))
	return light[link]
}

// tinted returns the colour of a property in the hue of the brand.
func (p palette) tinted(name string, brand oklch) oklch {
	grey := toOKLCH(p[name])
	return oklch{grey.l, min(grey.c, brand.c, neutralChroma), brand.h}
}

// lighten sets an accent of a dark palette from that of the light one.
func (p palette) lighten(name, colour string) {
	from := toOKLCH(colour)
	p.move(name, oklch{max(from.l, darkLightness), min(from.c, darkChroma), from.h})
	if name == control {
		p[controlInk] = p[paper]
	}
}

// move sets a property to a colour, or to the nearest one that is readable: its
// lightness moves away from the paper's, in steps that nobody sees.
func (p palette) move(name string, to oklch) {
	step := 0.002
	if luminance(p[paper]) > 0.18 { // equal contrast to black and to white
		step = -step
	}
	for p[name] = to.hex(); !p.readable(name) && to.l > 0 && to.l < 1; p[name] = to.hex() {
		to.l += step
	}
}

// readable reports whether a property has enough contrast on all its grounds.
func (p palette) readable(name string) bool {
	for _, both := range pairs() {
		if both.front == name && ratio(p[name], p[both.back]) < both.least {
			return false
		}
	}
	return true
}
