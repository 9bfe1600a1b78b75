package theme

import (
	"errors"

	"charte/internal/message"
)

// maxSize limits a theme, in bytes: it is sent with every banner.
const maxSize = 4096

// Source is what an operator's theme is made from. The zero Source is the built-in theme.
type Source struct {
	// CSS is theme.css, and Name its name in messages.
	CSS  []byte
	Name string
	// Colour is the brand's colour, as #rgb or #rrggbb; empty: none. It comes from line
	// Line of the file Charter.
	Colour, Charter string
	Line            int
}

// Theme is a checked theme as style sheets that follow the built-in ones.
type Theme struct {
	// Pages is for pages, in light and in dark mode.
	Pages []byte
	// Frames is for the frames in a portal's page. They are light, as nearly all
	// portals are, unless the theme sets color-scheme.
	Frames []byte
}

// Load checks a theme and returns its style sheets. tokens is the built-in style sheet,
// whose :root and dark media query set the default of every property. The error lists
// every fault, each with file and fix. The built-in colours are checked too.
//
// A colour in :root of theme.css applies to light mode only. In dark mode a colour is the
// first of these: the one that theme.css sets for dark mode; for links, controls and
// focus, the light one of theme.css, lightened; the one derived from the brand's colour;
// the built-in one.
func Load(tokens []byte, from Source) (Theme, error) {
	if len(from.CSS) > maxSize {
		return Theme{}, message.Fault{File: from.Name, Problem: message.Of("the theme has %d bytes, %d at most are allowed", len(from.CSS), maxSize)}
	}
	declared, _ := parse(string(tokens)) // faults of its other rules do not matter
	builtIn := sheet{light: palette{}, dark: palette{}}.cascade(declared)
	own, err := readOwn(from, builtIn.light)
	if err != nil {
		return Theme{}, err // contrasts of invalid values have no meaning
	}
	if from.Colour == "" {
		read, err := builtIn.with(own).orCascade(builtIn, own, from.Name)
		return read.theme(builtIn), err
	}
	if err := from.checkColour(builtIn.light); err != nil {
		return Theme{}, err
	}
	branded := builtIn
	branded.light, branded.dark = derive(builtIn.light, builtIn.dark, from.Colour)
	branded = branded.with(own)
	return branded.theme(builtIn), branded.check(from.Name)
}

// readOwn parses theme.css. known holds every property with its built-in value.
func readOwn(from Source, known palette) ([]declaration, error) {
	own, faults := parse(string(from.CSS))
	for _, d := range own {
		faults = append(faults, d.check(known)...)
	}
	var all []error
	for _, f := range faults {
		f.File = from.Name
		all = append(all, f)
	}
	return own, errors.Join(all...)
}

// checkColour returns a fault, with the nearest colour that is readable, if links of the
// brand's colour cannot be read.
func (s Source) checkColour(builtIn palette) error {
	light, _ := derive(builtIn, builtIn, s.Colour)
	for _, both := range pairs() {
		got := ratio(s.Colour, light[both.back])
		if both.front == link && got < both.least {
			return contrastError{message.Fault{File: s.Charter, Line: s.Line,
				Problem: message.Of("colour %s gives %.1f:1 for links on %s, and %.1f:1 is needed", s.Colour, got, ground(both.back), both.least),
				Fix:     message.Of("the nearest that passes is %s", nearest(builtIn, s.Colour))}}
		}
	}
	return nil
}

// ground returns the name of a background for messages.
func ground(name string) message.Text {
	switch name {
	case paper:
		return message.Of("paper")
	case "--charte-tint":
		return message.Of("the tint of forms")
	case "--charte-land":
		return message.Of("the ground of warnings")
	}
	return message.Of("the ground of confirmations")
}
