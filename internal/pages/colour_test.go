package pages_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/content"
	"charte/internal/pages"
)

// One key of the charter colours the banner, the handle and the pages; theme.css
// outweighs it.
func TestColourOfTheCharterIsThatOfBannerHandleAndPages(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(demo, "charter.md"))
	if err != nil {
		t.Fatal(err)
	}
	branded := []string{"charter.md", strings.Replace(string(text), "platform:", "colour: \"#a01a2c\"\nplatform:", 1)}
	for colour, changed := range map[string][]string{
		"#a01a2c": branded,
		"#0a3d2a": append(branded, "theme.css", ":root{--charte-control:#0a3d2a;--charte-link:#0a3d2a}"),
	} {
		p := pagesOf(t, pages.Site{}, changed...)
		frames, err := p.Frames()
		if err != nil {
			t.Fatal(err)
		}
		seen := [][]byte{frames[0].Banner, frames[0].Handle}
		for name, file := range p.Assets.Files {
			if strings.HasSuffix(name, "charte.css") {
				seen = append(seen, file.HTML())
			}
		}
		for i, sheet := range seen {
			at := bytes.LastIndex(sheet, []byte("--charte-link:"+colour))
			if at < 0 || bytes.Contains(sheet[at:], []byte("--charte-link:#123f57")) {
				t.Errorf("%s is not the last colour of links in sheet %d of %d: %s", colour, i, len(seen), sheet)
			}
		}
	}
}

func TestColourThatCannotBeReadStopsTheStart(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(demo)); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "charter.md"))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "charter.md"), bytes.Replace(text, []byte("platform:"), []byte("colour: \"#f5c400\"\nplatform:"), 1), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = content.Source{Dir: folder}.Read()
	if err == nil || !strings.Contains(err.Error(), "charter.md:3: colour #f5c400 gives 1.6:1 for links on paper") {
		t.Errorf("got %v", err)
	}
}
