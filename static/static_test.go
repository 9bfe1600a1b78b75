package static_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"charte/static"
)

func read(t *testing.T, names ...string) string {
	t.Helper()
	var all strings.Builder
	for _, name := range names {
		content, err := fs.ReadFile(static.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}

// sheets returns all style sheets.
func sheets(t *testing.T) map[string]string {
	t.Helper()
	names, err := fs.Glob(static.Files, "*.css")
	if err != nil || len(names) < 3 {
		t.Fatal(names, err)
	}
	all := map[string]string{}
	for _, name := range names {
		all[name] = regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(read(t, name), "")
	}
	return all
}

func TestStyleSheetsAreSmall(t *testing.T) {
	t.Parallel()
	css := sheets(t) // without comments, as they are sent
	zipped := func(names ...string) int {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		for _, name := range names {
			_, _ = w.Write([]byte(css[name])) // writing to memory cannot fail
		}
		_ = w.Close()
		return b.Len()
	}
	pages := zipped("tokens.css", "charte.css")
	css["tokens.css"] = regexp.MustCompile(`(?s)@media screen.*?\n}`).ReplaceAllString(css["tokens.css"], "") // frames are light
	banner := zipped("tokens.css", "banner.css")
	if banner > 2000 {
		t.Errorf("the banner's sheet is %d bytes gzipped, at most 2,000", banner)
	}
	if all := pages + banner; all > 6000 {
		t.Errorf("the sheets are %d bytes gzipped, at most 6,000", all)
	}
	if n := len(read(t, "icon.svg")); n > 4096 {
		t.Errorf("the icon is %d bytes", n)
	}
}

// A theme must be able to change every colour and font, so rules use tokens only.
func TestColoursAndFontsAreTokens(t *testing.T) {
	t.Parallel()
	colour := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(`)
	font := regexp.MustCompile(`font(?:-family)?:\s*([^;}]+)`)
	for name, css := range sheets(t) {
		css = regexp.MustCompile(`--charte-[a-z0-9-]+:[^;}]+`).ReplaceAllString(css, "")
		for line := range strings.Lines(css) {
			if at := colour.FindString(line); at != "" {
				t.Errorf("%s: the colour %s is no token: %s", name, at, line)
			}
			for _, match := range font.FindAllStringSubmatch(line, -1) {
				if !strings.Contains(match[1], "var(--charte-") && strings.TrimSpace(match[1]) != "inherit" {
					t.Errorf("%s: the font %s is no token", name, match[1])
				}
			}
		}
	}
}

func TestEveryTokenUsedIsSetAndConversely(t *testing.T) {
	t.Parallel()
	all := read(t, "tokens.css", "charte.css", "banner.css")
	set := regexp.MustCompile(`(--charte-[a-z0-9-]+):`).FindAllStringSubmatch(all, -1)
	for _, s := range set {
		if !strings.Contains(all, "var("+s[1]+")") {
			t.Errorf("%s is set and never used", s[1])
		}
	}
	for _, used := range regexp.MustCompile(`var\((--charte-[a-z0-9-]+)`).FindAllStringSubmatch(all, -1) {
		if !strings.Contains(all, used[1]+":") {
			t.Errorf("%s is used and never set", used[1])
		}
	}
}

func TestSheetsFollowTheWritingDirection(t *testing.T) { // right to left
	t.Parallel()
	physical := regexp.MustCompile(`\b(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|[{;]\s*(?:left|right|top|bottom|width|height|float)\s*:|text-align:\s*(?:left|right)`)
	for name, css := range sheets(t) {
		if at := physical.FindString(css); at != "" {
			t.Errorf("%s: %q is bound to one direction", name, at)
		}
	}
}

func TestEveryColourHasItsBackground(t *testing.T) { // A-18, RGAA 10.5
	t.Parallel()
	for name, css := range sheets(t) {
		for _, rule := range regexp.MustCompile(`[^{}]+{([^{}]*)}`).FindAllStringSubmatch(css, -1) {
			body := ";" + strings.ReplaceAll(rule[1], " ", "")
			body = strings.ReplaceAll(body, "\n", "")
			if strings.Contains(body, ";color:") && !strings.Contains(body, ";background-color:") {
				t.Errorf("%s: a colour without background: %s", name, strings.TrimSpace(rule[0]))
			}
		}
	}
}

func TestSheetsLoadNothing(t *testing.T) { // X-08, D-01
	t.Parallel()
	host := regexp.MustCompile(`:host[^{]*\{[^}]*\}`) // the portal's rules for the element would win otherwise
	for name, css := range sheets(t) {
		css = host.ReplaceAllString(css, "")
		for _, never := range []string{"url(", "@import", "@font-face", "Marianne", "!important", "</style"} {
			if strings.Contains(css, never) {
				t.Errorf("%s holds %s", name, never)
			}
		}
	}
}
