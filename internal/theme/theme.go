package theme

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"charte/internal/message"
)

// maxSize limits a theme, in bytes: it is sent with every banner.
const maxSize = 4096

var (
	color  = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)
	font   = regexp.MustCompile(`^[\p{L}\p{N} ,"'-]+$`)
	length = regexp.MustCompile(`^(0|[0-9]*\.?[0-9]+(rem|em|px))$`)
	text   = regexp.MustCompile(`^[0-9]*\.?[0-9]+(rem|em|px)/[0-9]*\.?[0-9]+(rem|em|px)?$`)
)

// kind is the set of values that a property accepts, derived from its built-in value.
type kind struct {
	allowed *regexp.Regexp
	fix     message.Text
}

func kindOf(builtIn string) kind {
	switch {
	case color.MatchString(builtIn):
		return kind{color, message.Of("write a colour as #rrggbb")}
	case strings.Contains(builtIn, "/"):
		return kind{text, message.Of("write a text size and a line height: 1rem/1.5")}
	case length.MatchString(builtIn), strings.Contains(builtIn, "var(--charte-space)"):
		return kind{length, message.Of("write a length in rem, em or px: 0.25rem")}
	}
	return kind{font, message.Of(`write font names with commas between: "Noto Sans", sans-serif`)}
}

// Check returns every fault of a theme, each with file, line and fix. tokens is the
// built-in style sheet: the theme may override the properties of its :root. name is
// the theme's file in messages. An empty theme is checked too, which checks the
// built-in colours.
func Check(tokens, theme []byte, name string) error {
	if len(theme) > maxSize {
		return message.Fault{File: name, Problem: message.Of("the theme has %d bytes, %d at most are allowed", len(theme), maxSize)}
	}
	builtIn, _ := parse(string(tokens)) // faults of its other rules do not matter
	own, faults := parse(string(theme))
	known := map[string]string{}
	for _, d := range builtIn {
		if !d.dark {
			known[d.name] = d.value
		}
	}
	for _, d := range own {
		faults = append(faults, d.check(known)...)
	}
	var all []error
	for _, f := range faults {
		f.File = name
		all = append(all, f)
	}
	if len(all) > 0 {
		return errors.Join(all...) // contrasts of invalid values have no meaning
	}
	return contrasts(append(builtIn, own...), own, name)
}

func (d declaration) check(known map[string]string) []message.Fault {
	builtIn, found := known[d.name]
	if !found {
		return []message.Fault{{Line: d.line, Problem: message.Of("a theme cannot set %q; the known properties are %s", d.name, strings.Join(slices.Sorted(maps.Keys(known)), ", "))}}
	}
	if k := kindOf(builtIn); !k.allowed.MatchString(d.value) {
		return []message.Fault{{Line: d.line, Problem: message.Of("%s cannot be %q; %s", d.name, d.value, k.fix)}}
	}
	return nil
}

// contrasts checks light and dark mode. Dark mode starts from all light values, as in
// the cascade: a colour set in :root only applies to dark mode too.
func contrasts(all, own []declaration, name string) error {
	light, dark := map[string]string{}, map[string]string{}
	for _, d := range all {
		if !d.dark {
			light[d.name] = d.value
		}
		dark[d.name] = d.value
	}
	var faults []error
	for _, p := range pairs() {
		if !color.MatchString(light[p.front]) || !color.MatchString(light[p.back]) {
			return fmt.Errorf("the built-in sheet sets no colour %s or %s in :root", p.front, p.back)
		}
		if got := ratio(light[p.front], light[p.back]); got < p.least {
			faults = append(faults, p.fault(name, message.Of("light"), light, got, message.Text{}))
		}
		if got := ratio(dark[p.front], dark[p.back]); got < p.least {
			faults = append(faults, p.fault(name, message.Of("dark"), dark, got, hint(p, own)))
		}
	}
	return errors.Join(faults...)
}

func (p pair) fault(name string, mode message.Text, values map[string]string, got float64, hint message.Text) error {
	return message.Fault{File: name, Problem: message.Of("%s (%s) on %s (%s) has a contrast of %.2f in %s mode, at least %.1f is needed (WCAG 2.2, %s)%s",
		p.front, values[p.front], p.back, values[p.back], got, mode, p.least, p.rule, hint)}
}

// hint returns a reminder if the theme does not set the colours for dark mode.
func hint(p pair, own []declaration) message.Text {
	for _, d := range own {
		if d.dark && (d.name == p.front || d.name == p.back) {
			return message.Text{}
		}
	}
	return message.Of("; set it for dark mode too, in %s { :root { … } }", darkQuery)
}
