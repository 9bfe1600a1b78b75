package theme_test

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"charte/internal/theme"
)

// grounds lists what each colour is seen on, and the contrast that it needs there.
var grounds = []struct {
	front, backs string
	least        float64
}{
	{"ink", "paper tint land shore", 4.5}, {"muted", "paper", 4.5}, {"link", "paper tint land shore", 4.5}, {"control-ink", "control", 4.5},
	{"control", "paper tint", 3}, {"line", "paper tint", 3}, {"focus", "paper tint land shore", 3},
}

// values maps each colour to its value, as a browser computes it.
type values map[string]string

var (
	rootRule    = regexp.MustCompile(`:root\s*{([^}]*)}`)
	declaration = regexp.MustCompile(`--charte-([a-z-]+):\s*(#[0-9a-f]+)`)
	darkRule    = regexp.MustCompile(`@media screen and \(prefers-color-scheme:\s*dark\)\s*{\s*:root\s*{[^}]*}\s*}`)
	moreRule    = regexp.MustCompile(`(?s)@media \(prefers-contrast: more\) {.*?\n}`)
)

// computed returns the values of a style sheet in light and in dark mode.
func computed(sheets ...string) (light, dark values) {
	light, dark = values{}, values{}
	for _, css := range sheets {
		css = moreRule.ReplaceAllString(css, "")
		for _, rule := range rootRule.FindAllStringSubmatch(darkRule.ReplaceAllString(css, ""), -1) {
			light.set(rule[1])
			dark.set(rule[1])
		}
		for _, media := range darkRule.FindAllString(css, -1) {
			dark.set(media)
		}
	}
	return light, dark
}

func (v values) set(css string) {
	for _, d := range declaration.FindAllStringSubmatch(css, -1) {
		v[d[1]] = d[2]
	}
}

// faults returns every contrast that is too low, also if the visitor asks for more.
func (v values) faults() (found []string) {
	more := values{}
	for name, value := range v {
		more[name] = value
	}
	more["muted"], more["line"], more["rule"] = v["ink"], v["ink"], v["ink"]
	for mode, values := range map[string]values{"as it is": v, "prefers-contrast: more": more} {
		for _, g := range grounds {
			for back := range strings.FieldsSeq(g.backs) {
				if got := contrast(values[g.front], values[back]); got < g.least {
					found = append(found, fmt.Sprintf("%s: %s %s on %s %s: %.2f", mode, g.front, values[g.front], back, values[back], got))
				}
			}
		}
	}
	return found
}

// contrast is that of WCAG 2.2.
func contrast(a, b string) float64 {
	light := func(hex string) (sum float64) {
		if len(hex) == 4 {
			hex = fmt.Sprintf("#%c%c%c%c%c%c", hex[1], hex[1], hex[2], hex[2], hex[3], hex[3])
		}
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			n, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
			if c := float64(n) / 255; c <= 0.04045 {
				sum += weight * c / 12.92
			} else {
				sum += weight * math.Pow((c+0.055)/1.055, 2.4)
			}
		}
		return sum + 0.05
	}
	return max(light(a), light(b)) / min(light(a), light(b))
}

// branded returns the theme of a brand's colour, with a theme.css.
func branded(t *testing.T, colour, css string) (theme.Theme, error) {
	t.Helper()
	return theme.Load(tokens(t), theme.Source{CSS: []byte(css), Name: "theme.css", Colour: colour, Charter: "charter.md", Line: 5})
}

// Every colour is either used, and all that is derived from it can be read, or rejected
// with one that can be used.
func TestEveryColourGivesAReadablePalette(t *testing.T) { // D-02
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		colour := fmt.Sprintf("#%06x", rapid.IntRange(0, 0xffffff).Draw(r, "colour"))
		made, err := branded(t, colour, "")
		if err != nil {
			_, advice, found := strings.Cut(err.Error(), "the nearest that passes is ")
			if !found {
				r.Fatalf("%s: %v", colour, err)
			}
			colour = advice
			if made, err = branded(t, colour, ""); err != nil {
				r.Fatalf("the advice fails: %v", err)
			}
		}
		light, dark := computed(string(tokens(t)), string(made.Pages))
		if light["link"] != colour || light["control"] != colour || light["focus"] != colour {
			r.Fatalf("%s is not that of links, controls and focus: %v", colour, light)
		}
		if dark["control"] == light["control"] || dark["paper"] == light["paper"] {
			r.Fatalf("%s: dark mode is not dark: %v", colour, dark)
		}
		if found := append(light.faults(), dark.faults()...); len(found) > 0 {
			r.Fatalf("%s: %q", colour, found)
		}
	})
}

func TestPaleColourIsRejectedWithTheNearestThatPasses(t *testing.T) { // D-02
	t.Parallel()
	for colour, want := range map[string]string{
		"#f5c400": "charter.md:5: colour #f5c400 gives 1.6:1 for links on paper, and 4.5:1 is needed — the nearest that passes is #8",
		"#ffffff": "charter.md:5: colour #ffffff gives 1.0:1 for links on paper, and 4.5:1 is needed — the nearest that passes is #6",
		"#6e6e6e": "for links on the ground of warnings, and 4.5:1 is needed — the nearest that passes is #6",
	} {
		_, err := branded(t, colour, "")
		if err == nil || !strings.Contains(err.Error(), want) || !theme.IsContrast(err) {
			t.Errorf("%s: got %v\nwant %s", colour, err, want)
		}
	}
	if _, err := branded(t, "#a01a2c", ""); err != nil {
		t.Error(err)
	}
}

// Grounds and greys in the hue of a vivid red or orange are grey, not brown.
func TestNeutralsOfAVividColourAreGrey(t *testing.T) {
	t.Parallel()
	for _, colour := range []string{"#c00", "#a01a2c", "#8a4b00", "#00573c", "#123f57"} {
		made, err := branded(t, colour, "")
		if err != nil {
			t.Fatal(err)
		}
		light, dark := computed(string(tokens(t)), string(made.Pages))
		for mode, values := range map[string]values{"light": light, "dark": dark} {
			for _, name := range []string{"paper", "tint", "ink", "muted", "line", "rule"} {
				if got := spread(t, values[name]); got > 10 {
					t.Errorf("%s, %s: %s is %s, whose channels are %d apart", colour, mode, name, values[name], got)
				}
			}
		}
	}
}

// spread returns how far the channels of a #rrggbb are apart, 0 for a grey.
func spread(t *testing.T, hex string) int {
	t.Helper()
	var r, g, b int
	if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &r, &g, &b); err != nil {
		t.Fatalf("%s: %v", hex, err)
	}
	return max(r, g, b) - min(r, g, b)
}

// theme.css outweighs the brand's colour, and :root means light mode.
func TestRootIsLightModeAndDarkModeIsDerived(t *testing.T) {
	t.Parallel()
	builtInLight, builtInDark := computed(string(tokens(t)))
	const control, dark = ":root{--charte-control:#0a3d2a}", "@media (prefers-color-scheme: dark){:root{--charte-control:#9fe0c4}}"
	for name, c := range map[string]struct {
		colour, css, light string
		inDark             func(string) bool
	}{
		"the brand alone":            {"#a01a2c", "", "#a01a2c", func(v string) bool { return contrast(v, builtInDark["paper"]) > 7 }},
		"theme.css over the brand":   {"#a01a2c", control, "#0a3d2a", func(v string) bool { return contrast(v, builtInDark["paper"]) > 7 }},
		"a light value alone":        {"", control, "#0a3d2a", func(v string) bool { return v != "#0a3d2a" && contrast(v, builtInDark["paper"]) > 7 }},
		"a light and a dark value":   {"", control + dark, "#0a3d2a", func(v string) bool { return v == "#9fe0c4" }},
		"the dark value first":       {"", dark + control, "#0a3d2a", func(v string) bool { return v == "#9fe0c4" }},
		"a dark value alone":         {"", dark, builtInLight["control"], func(v string) bool { return v == "#9fe0c4" }},
		"a theme that is light only": {"", ":root{color-scheme:light}" + control, "#0a3d2a", func(v string) bool { return v == "#0a3d2a" }},
	} {
		made, err := branded(t, c.colour, c.css)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		light, inDark := computed(string(tokens(t)), string(made.Pages))
		if light["control"] != c.light || !c.inDark(inDark["control"]) || len(append(light.faults(), inDark.faults()...)) > 0 {
			t.Errorf("%s: light %s, dark %s, %q %q", name, light["control"], inDark["control"], light.faults(), inDark.faults())
		}
		if !strings.Contains(c.css, "color-scheme") && strings.Contains(string(made.Frames), "@media") {
			t.Errorf("%s: the frames have a dark mode: %s", name, made.Frames)
		}
	}
}

// A theme that was readable because its light colours applied in dark mode too stays so.
func TestThemeOfOneModeStaysReadable(t *testing.T) {
	t.Parallel()
	const css = ":root{--charte-paper:#ffffff;--charte-ink:#111111;--charte-muted:#444444;--charte-tint:#eeeeee;--charte-land:#fff4d6;--charte-shore:#e6f4d6;" +
		"--charte-line:#555555;--charte-link:#0000aa;--charte-control:#0000aa;--charte-control-ink:#ffffff;--charte-focus:#0000aa}" +
		"@media (prefers-color-scheme: dark){:root{--charte-control:#000066}}"
	made, err := branded(t, "", css)
	if err != nil {
		t.Fatal(err)
	}
	_, dark := computed(string(tokens(t)), string(made.Pages))
	if dark["paper"] != "#ffffff" || dark["control"] != "#000066" || len(dark.faults()) > 0 {
		t.Errorf("%v: %q", dark, dark.faults())
	}
}

// Frames are light in a portal unless the theme lets them follow the visitor's system.
func TestFramesFollowTheSystemIfTheThemeSetsIt(t *testing.T) {
	t.Parallel()
	made, err := branded(t, "#a01a2c", ":root{color-scheme:light dark}")
	if err != nil {
		t.Fatal(err)
	}
	_, dark := computed(string(made.Frames)) // without a dark mode of the built-in sheet
	if found := dark.faults(); len(found) > 0 || contrast(dark["paper"], "#fff") < 10 || !strings.HasPrefix(string(made.Frames), ":root{color-scheme:light dark;") {
		t.Errorf("%s: %q", made.Frames, found)
	}
}
