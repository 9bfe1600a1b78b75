package theme_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"testing/fstest"

	"charte/internal/theme"
)

const drawing = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><title>Ville</title><path d="M0 0h4v4z"/></svg>`

// picture returns a PNG image.
func picture(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func folder(files map[string]string) fstest.MapFS {
	all := fstest.MapFS{}
	for name, content := range files {
		all[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return all
}

func TestValidLogosAreAccepted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, content, contentType string }{
		"a drawing":                   {"logo.svg", drawing, "image/svg+xml"},
		"a drawing of exactly 64 KiB": {"logo.svg", drawing + strings.Repeat("\n", theme.MaxLogo-len(drawing)), "image/svg+xml"},
		"a picture":                   {"logo.png", picture(t), "image/png"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			logo, err := theme.ReadLogo(folder(map[string]string{c.file: c.content}), "content")
			if err != nil || logo.Name != c.file || logo.Type != c.contentType || string(logo.Content) != c.content {
				t.Errorf("got %+v, %v", logo, err)
			}
		})
	}
	if logo, err := theme.ReadLogo(folder(nil), "content"); logo != nil || err != nil {
		t.Errorf("without a logo: %+v, %v", logo, err)
	}
}

func TestInvalidLogosAreRejected(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"two logos": {map[string]string{"logo.svg": drawing, "logo.png": picture(t)},
			"content/logo.svg: cannot be used: logo.png exists too — delete one of the two"},
		"one that is too large": {map[string]string{"logo.svg": drawing + strings.Repeat("\n", theme.MaxLogo-len(drawing)+1)},
			"content/logo.svg: is 65537 bytes, more than 65536 — export it smaller"},
		"a text named logo.png": {map[string]string{"logo.png": "logo"},
			"content/logo.png: is not a PNG image ("},
		"a drawing named logo.png": {map[string]string{"logo.png": drawing},
			"content/logo.png: is not a PNG image ("},
		"a picture named logo.svg": {map[string]string{"logo.svg": picture(t)},
			"content/logo.svg: is not an SVG image ("},
		"a page named logo.svg": {map[string]string{"logo.svg": "<html><body>not found</body></html>"},
			`content/logo.svg: is not an SVG image (its first element is "html" in the namespace "")`},
		"a drawing without its namespace": {map[string]string{"logo.svg": "<svg></svg>"},
			`content/logo.svg: is not an SVG image (its first element is "svg" in the namespace "")`},
		"a drawing that was cut off": {map[string]string{"logo.svg": drawing[:len(drawing)-4]},
			"content/logo.svg: is not an SVG image (XML syntax error"},
		"an empty file": {map[string]string{"logo.svg": ""},
			"content/logo.svg: is not an SVG image (EOF)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if logo, err := theme.ReadLogo(folder(c.files), "content"); err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got %v, %v\nwant %s", logo, err, c.want)
			}
		})
	}
}
