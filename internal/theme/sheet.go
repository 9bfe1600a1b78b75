package theme

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"charte/internal/message"
)

// sheet holds the values of every property in both modes.
type sheet struct {
	light, dark palette
	// scheme is the theme's color-scheme; empty: not set.
	scheme string
}

// cascade returns the values as a browser computes them if the declarations are in one
// file: a colour in :root applies in dark mode too.
func (s sheet) cascade(declared []declaration) sheet {
	s.light, s.dark = maps.Clone(s.light), maps.Clone(s.dark)
	for _, d := range declared {
		if !d.dark {
			s.light[d.name] = d.value
		}
		s.dark[d.name] = d.value
	}
	return s
}

// with returns the values under the declarations of a theme, whose colours in :root
// apply in light mode only. Its accents are lightened for dark mode, on its grounds.
func (s sheet) with(own []declaration) sheet {
	s.light, s.dark = maps.Clone(s.light), maps.Clone(s.dark)
	lightened := palette{}
	for _, d := range own {
		switch {
		case d.dark:
			s.dark[d.name] = d.value
		case d.name == colorScheme:
			s.scheme = d.value
		default:
			s.light[d.name] = d.value
			if slices.Contains(accents, d.name) {
				lightened[d.name] = d.value
			} else if !color.MatchString(d.value) {
				s.dark[d.name] = d.value
			}
		}
	}
	for name, value := range lightened {
		s.dark.lighten(name, value)
	}
	for _, d := range own {
		if d.dark {
			s.dark[d.name] = d.value
		}
	}
	if s.scheme == "light" {
		s.dark = s.light
	}
	return s
}

// orCascade returns the sheet, or the cascade of the same declarations if only that is
// readable: so was a theme that sets all colours in :root before :root was light mode.
func (s sheet) orCascade(builtIn sheet, own []declaration, name string) (sheet, error) {
	err := s.check(name)
	if before := builtIn.cascade(own); err != nil && before.check(name) == nil {
		before.scheme = s.scheme
		return before, nil
	}
	return s, err
}

// check returns the faults of both palettes.
func (s sheet) check(name string) error {
	return errors.Join(contrasts(s.light, message.Of("light"), name), contrasts(s.dark, message.Of("dark"), name))
}

// theme returns the style sheets that turn the built-in values into those of the sheet.
func (s sheet) theme(builtIn sheet) Theme {
	light, dark := "", ""
	if s.scheme != "" {
		light = colorScheme + ":" + s.scheme + ";"
	}
	for _, name := range slices.Sorted(maps.Keys(s.light)) {
		inherited := builtIn.dark[name]
		if s.light[name] != builtIn.light[name] {
			light += name + ":" + s.light[name] + ";"
			inherited = s.light[name]
		}
		if s.dark[name] != inherited {
			dark += name + ":" + s.dark[name] + ";"
		}
	}
	t := Theme{Frames: rule(light)}
	t.Pages = append(rule(light), darkRule(dark)...)
	if s.scheme != "" && s.scheme != "light" {
		t.Frames = append(rule(light), darkRule(s.dark.colours())...)
	}
	return t
}

func rule(declarations string) []byte {
	if declarations == "" {
		return nil
	}
	return fmt.Appendf(nil, ":root{%s}", strings.TrimSuffix(declarations, ";"))
}

func darkRule(declarations string) []byte {
	if declarations == "" {
		return nil
	}
	return fmt.Appendf(nil, "@media screen and (prefers-color-scheme:dark){%s}", rule(declarations))
}

// colours returns the declarations of all colours.
func (p palette) colours() (all string) {
	for _, name := range slices.Sorted(maps.Keys(p)) {
		if color.MatchString(p[name]) {
			all += name + ":" + p[name] + ";"
		}
	}
	return all
}
