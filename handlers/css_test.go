package handlers

import (
	"io/fs"
	"strings"
	"testing"

	"charte/static"
)

func TestSheetsAreWrittenShorterAndMeanTheSame(t *testing.T) {
	t.Parallel()
	for css, want := range map[string]string{
		"a { color: red; }\n\nb > c ,\n d:not(.e) f { margin: 0 auto }": "a{color:red}b > c,d:not(.e) f{margin:0 auto}",
		"a{b:calc(1px + 2px)}":                    "a{b:calc(1px + 2px)}",
		"@media (min-width: 40em) { a { b: c } }": "@media (min-width:40em){a{b:c}}",
		`a::before { content: "  /* { ; " }`:      `a::before{content:"  /* { ; "}`,
		`a { b: 'it\'s  ' }`:                      `a{b:'it\'s  '}`,
		"a /* x */ b/* y */c { }":                 "a b c{}",
		"a { b: c; /* last */ }":                  "a{b:c}",
		"a :hover { b: c }":                       "a :hover{b:c}",
		"/* only */":                              "",
		"a { b: \"open":                           "a{b:\"open",
		"a /* open":                               "a",
	} {
		if got := compact(css); got != want {
			t.Errorf("%q\nbecame %q\nwant   %q", css, got, want)
		}
		if again := compact(compact(css)); again != compact(css) {
			t.Errorf("%q is not stable: %q", css, again)
		}
	}
}

// The sheets that are sent so hold every rule that was written.
func TestShippedSheetsKeepTheirRules(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"tokens.css", "banner.css", "handle.css"} {
		written, err := fs.ReadFile(static.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		short := compact(string(written))
		bare := strings.NewReplacer(" ", "", "\n", "", ";", "").Replace
		var without strings.Builder
		for rest := string(written); rest != ""; {
			before, after, _ := strings.Cut(rest, "/*")
			_, rest, _ = strings.Cut(after, "*/")
			without.WriteString(before)
		}
		if bare(short) != bare(without.String()) {
			t.Errorf("%s lost something", name)
		}
	}
}
