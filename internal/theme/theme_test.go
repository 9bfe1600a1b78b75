package theme_test

import (
	"io/fs"
	"strings"
	"testing"

	"charte/internal/theme"
	"charte/static"
)

func tokens(t *testing.T) []byte {
	t.Helper()
	content, err := fs.ReadFile(static.Files, "tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// load returns the error of a theme.css without a brand's colour.
func load(t *testing.T, css string) error {
	t.Helper()
	_, err := theme.Load(tokens(t), theme.Source{CSS: []byte(css), Name: "theme.css"})
	return err
}

func TestValidThemesAreAccepted(t *testing.T) {
	t.Parallel()
	for name, css := range map[string]string{
		"no theme at all: the built-in palette can be read": "",
		"comments alone": "/* nothing\n yet */",
		"every kind of value": `:root {
			--charte-control: #0a3d2a; --charte-radius: 0; --charte-space: .875rem;
			--charte-space-16: 1.25rem; --charte-type-14: 13px/1.4; --charte-heading: Georgia, serif;
			--charte-font: "Atkinson Hyperlegible", Verdana, sans-serif
		}
		@media (prefers-color-scheme: dark) { :root { --charte-control: #9fe0c4; } }`,
		"the dark query as the built-in sheet writes it": "@media screen and (prefers-color-scheme:dark){:root{--charte-ink:#ffffff}}",
		"a short colour": ":root{--charte-paper:#fff}@media (prefers-color-scheme: dark){:root{--charte-paper:#000}}",
		"Windows line ends and a byte order mark": "\ufeff\r\n:root {\r\n--charte-radius: 2px;\r\n}\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := load(t, css); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestInvalidThemesAreRejected(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ css, want string }{
		"another rule": {
			"\n.controls button { display: none }", `theme.css:2: a theme may set values only in :root { … }`},
		"a rule behind a good one": {
			":root { --charte-radius: 0 }\n\nbody { color: red }", `theme.css:3: a theme may set values only`},
		"another media query": {
			"@media print { :root { --charte-radius: 0 } }", `theme.css:1: a theme may set values only`},
		"a rule inside the dark query": {
			"@media (prefers-color-scheme: dark) {\n a { color: red } }", `theme.css:2: a theme may set values only`},
		"the dark query in itself": {
			"@media (prefers-color-scheme: dark) { @media (prefers-color-scheme: dark) { :root { --charte-radius: 0 } } }", "theme.css:1: a theme may set values only"},
		"an import": {"@import 'https://fonts.example/x.css';", `theme.css:1: a rule lacks its { or its }`},
		"a property that is not custom": {
			":root {\n  --charte-radius: 0;\n  display: none;\n}", `theme.css:3: a theme cannot set "display"`},
		"a name that is not known": {
			":root {\n/* two\nlines */ --charte-papper: #fff }", `theme.css:3: a theme cannot set "--charte-papper"; the known properties are --charte-control, `},
		"a colour by name":         {":root { --charte-ink: black }", `theme.css:1: --charte-ink cannot be "black"; write a colour as #rrggbb`},
		"a font from another host": {":root { --charte-font: url(https://x) }", `--charte-font cannot be`},
		"a value that ends the style element": {
			`:root { --charte-font: "</style><script>" }`, `--charte-font cannot be`},
		"a mode that is not one":               {":root { color-scheme: dark }", `theme.css:1: color-scheme cannot be "dark"; write light, or light dark`},
		"a length with a unit of no sense":     {":root { --charte-space: 3vw }", `write a length in rem, em or px`},
		"a length where a text size is needed": {":root { --charte-type-14: 1rem }", `--charte-type-14 cannot be "1rem"; write a text size and a line height`},
		"a space of no unit":                   {":root { --charte-space-8: 8 }", "--charte-space-8 cannot be \"8\"; write a length"},
		"a value that wants to win":            {":root { --charte-ink: #000 !important }", `--charte-ink cannot be`},
		"a property without value":             {":root {\n--charte-ink }", `theme.css:2: "--charte-ink" is not a declaration`},
		"a brace that is not closed":           {":root { --charte-ink: #000000", `theme.css:1: a rule lacks its { or its }`},
		"a brace too many":                     {":root { --charte-radius: 0 } }", `theme.css:1: a rule lacks its { or its }`},
		"a size of no theme":                   {strings.Repeat("/* x */", 1000), `theme.css: the theme has 7000 bytes`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := load(t, c.css)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant %q", err, c.want)
			}
		})
	}
}

func TestContrastNamesPairModeAndRatio(t *testing.T) { // D-02
	t.Parallel()
	for name, c := range map[string]struct{ css, want string }{
		"grey text on paper": {
			":root { --charte-paper: #ffffff; --charte-ink: #777777 }",
			"theme.css: --charte-ink (#777777) on --charte-paper (#ffffff) has a contrast of 4.48 in light mode, at least 4.5 is needed (WCAG 2.2, 1.4.3)"},
		"pale words on the buttons": {
			":root { --charte-control: #1199cc }",
			"--charte-control-ink (#ffffff) on --charte-control (#1199cc) has a contrast of 3.25 in light mode"},
		"a focus that cannot be seen": {
			":root { --charte-focus: #fffff0 }", "--charte-focus (#fffff0) on --charte-paper"},
		"a dark ground on which the built-in text cannot be read": {
			"@media (prefers-color-scheme: dark) { :root { --charte-paper: #8a94a0 } }",
			"--charte-ink (#e3ebee) on --charte-paper (#8a94a0) has a contrast of 2.55 in dark mode"},
		"a dark value alone": {
			"@media (prefers-color-scheme: dark) { :root { --charte-ink: #000000 } }",
			"--charte-ink (#000000) on --charte-paper (#0d1a22) has a contrast of 1.19 in dark mode, at least 4.5 is needed (WCAG 2.2, 1.4.3)\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := load(t, c.css)
			if err == nil || !strings.Contains(err.Error()+"\n", c.want) {
				t.Errorf("got %v\nwant %q", err, c.want)
			}
		})
	}
}

func TestAllFaultsAreReportedTogether(t *testing.T) {
	t.Parallel()
	err := load(t, ":root { --x: 1; --charte-ink: red }\nbody {}")
	if err == nil || strings.Count(err.Error(), "theme.css:") != 3 {
		t.Errorf("got %v", err)
	}
}

// A missing pair would let an unreadable theme pass.
func TestEveryPairThatOccursIsChecked(t *testing.T) {
	t.Parallel()
	for front, grounds := range map[string]string{
		"ink": "paper tint land shore", "link": "paper tint land shore", "focus": "paper tint land shore",
		"muted": "paper", "line": "paper tint", "control": "paper tint", "control-ink": "control",
	} {
		for ground := range strings.FieldsSeq(grounds) {
			front, back := "--charte-"+front, "--charte-"+ground
			css := ":root { " + front + ": #abcdef; " + back + ": #abcdef }"
			err := load(t, css)
			if want := front + " (#abcdef) on " + back + " (#abcdef) has a contrast of 1.00 in light mode"; err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s is missing for %s: %v", want, css, err)
			}
		}
	}
}
