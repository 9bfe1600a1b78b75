package pages_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/content"
	"charte/internal/pages"
)

const demo = "../charter/testdata/demo"

// pagesOf renders the demonstration's content with some files replaced: name, text, …
func pagesOf(t *testing.T, site pages.Site, files ...string) *pages.Pages {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(demo)); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(folder, files[i])
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	read, err := content.Source{Dir: folder}.Read()
	if err != nil {
		t.Fatal(err)
	}
	site.Random = rand.Reader
	p, err := pages.New(read, site)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func fingerprint(t *testing.T, p *pages.Pages) string {
	t.Helper()
	of, err := p.Fingerprint()
	if err != nil {
		t.Fatal(err)
	}
	return of
}

func TestFramesContainBannerAndHandle(t *testing.T) {
	t.Parallel()
	all, err := pagesOf(t, pages.Site{}).Frames()
	if err != nil || len(all) != 2 {
		t.Fatalf("%d frames, %v", len(all), err)
	}
	for _, f := range all {
		if !bytes.Contains(f.Banner, []byte(`value="refuse"`)) || bytes.Contains(f.Handle, []byte("<form")) || !bytes.Contains(f.Handle, []byte(`class="handle"`)) {
			t.Errorf("the frames are %.900s and %.900s", f.Banner, f.Handle)
		}
	}
}

func TestFingerprintDependsOnTheShownContentOnly(t *testing.T) {
	t.Parallel()
	plain := fingerprint(t, pagesOf(t, pages.Site{}))
	if of := fingerprint(t, pagesOf(t, pages.Site{CookieDomain: "example.fr", Handle: true})); of != plain || len(plain) != 16 {
		t.Error("a setting, or nothing at all, changes the fingerprint")
	}
	charter, err := os.ReadFile(filepath.Join(demo, "charter.md"))
	if err != nil {
		t.Fatal(err)
	}
	for name, changed := range map[string][]string{
		"a theme":   {"theme.css", ":root{--charte-radius:7px}"},
		"a text":    {"locales/active.fr.toml", `refuse = "Refuser tout"`},
		"English":   {"locales/active.en.toml", `refuse = "No to all"`},
		"a purpose": {"charter.md", strings.ReplaceAll(string(charter), `short="`, `short="À `)},
	} {
		if fingerprint(t, pagesOf(t, pages.Site{}, changed...)) == plain {
			t.Errorf("%s does not change the fingerprint", name)
		}
	}
}

// A style sheet that would end its <style> element makes the start fail.
func TestThemeThatEndsItsElementIsRejected(t *testing.T) {
	t.Parallel()
	read, err := content.Source{Dir: demo}.Read()
	if err != nil {
		t.Fatal(err)
	}
	read.Theme.Frames = []byte("</style>")
	if _, err := pages.New(read, pages.Site{Random: rand.Reader}); err == nil {
		t.Error("a theme with </style> was rendered")
	}
}
