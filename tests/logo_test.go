package tests

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>`

// branded returns a content folder with a logo and its alternative text in each language.
func branded(t *testing.T, french, english string) string {
	t.Helper()
	folder := edited(t, "effective:", french+"effective:")
	file := filepath.Join(folder, "charter.en.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, strings.Replace(string(text), "---\n", "---\n"+english, 1))
	write(t, filepath.Join(folder, "logo.svg"), drawing)
	return folder
}

func TestLogoAndItsWordsComeFromTheContentFolder(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", branded(t, "logo_alt: Trois vagues\n", "logo_alt: Three waves\n"))
	for path, want := range map[string]string{"/fr/": "Trois vagues", "/en/": "Three waves"} {
		s := p.visitor(t).open(path)
		if image := find(s.doc, func(n *html.Node) bool { return n.Data == "img" }); image == nil || attr(image, "alt") != want {
			t.Errorf("%s does not show the logo as %q", path, want)
		}
	}
}

func TestLogoThatCannotBeShownStopsTheStart(t *testing.T) {
	t.Parallel()
	silent := branded(t, "", "")
	half := branded(t, "logo_alt: Trois vagues\n", "")
	broken := branded(t, "logo_alt: Trois vagues\n", "logo_alt: Three waves\n")
	write(t, filepath.Join(broken, "logo.svg"), "GIF89a")
	for name, test := range map[string]struct{ folder, want string }{
		"no words for it":              {silent, "/charter.md: has no alternative text for logo.svg — write logo_alt:"},
		"no words in one language":     {half, "/charter.en.md: has no alternative text for logo.svg — write logo_alt:"},
		"a file that is no such image": {broken, "/logo.svg: is not an SVG image ("},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := []string{"--listen", "localhost:0", "--registry", "sqlite:" + filepath.Join(t.TempDir(), "charte.db"), "--content", test.folder}
			err := run(t.Context(), args, nil, io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the start ended with %v\nwant %s", err, test.want)
			}
		})
	}
}
