package theme

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"charte/internal/message"
)

// colorScheme is the one property of a theme that is not custom.
const colorScheme = "color-scheme"

var (
	color  = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)
	font   = regexp.MustCompile(`^[\p{L}\p{N} ,"'-]+$`)
	length = regexp.MustCompile(`^(0|[0-9]*\.?[0-9]+(rem|em|px))$`)
	text   = regexp.MustCompile(`^[0-9]*\.?[0-9]+(rem|em|px)/[0-9]*\.?[0-9]+(rem|em|px)?$`)
	modes  = regexp.MustCompile(`^(light|light dark)$`)
)

// kind is the set of values that a property accepts, derived from its built-in value.
type kind struct {
	allowed *regexp.Regexp
	fix     message.Text
}

func kindOf(name, builtIn string) kind {
	switch {
	case name == colorScheme:
		return kind{modes, message.Of("write light, or light dark")}
	case color.MatchString(builtIn):
		return kind{color, message.Of("write a colour as #rrggbb")}
	case strings.Contains(builtIn, "/"):
		return kind{text, message.Of("write a text size and a line height: 1rem/1.5")}
	case length.MatchString(builtIn), strings.Contains(builtIn, "var(--charte-space)"):
		return kind{length, message.Of("write a length in rem, em or px: 0.25rem")}
	}
	return kind{font, message.Of(`write font names with commas between: "Noto Sans", sans-serif`)}
}

// check returns the fault of a declaration, if any. known holds every property with its
// built-in value.
func (d declaration) check(known palette) []message.Fault {
	builtIn, found := known[d.name]
	if !found {
		return []message.Fault{{Line: d.line, Problem: message.Of("a theme cannot set %q; the known properties are %s", d.name, strings.Join(slices.Sorted(maps.Keys(known)), ", "))}}
	}
	if k := kindOf(d.name, builtIn); !k.allowed.MatchString(d.value) {
		return []message.Fault{{Line: d.line, Problem: message.Of("%s cannot be %q; %s", d.name, d.value, k.fix)}}
	}
	return nil
}
