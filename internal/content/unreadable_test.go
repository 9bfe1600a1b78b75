package content_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/content"
)

// onDisk writes a folder of three files.
func onDisk(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{"charter.md": "A", "theme.css": "B", "locales/active.fr.toml": "C"} {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// replace replaces a file or folder with a dangling link.
func replace(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/nonexistent", path); err != nil {
		t.Fatal(err)
	}
}

// A file that exists but cannot be read, and a folder without a charter, are errors
// that name the file and the fix.
func TestUnreadableFileIsAnErrorThatNamesIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(t *testing.T, folder string)
		want   []string
	}{
		"no charter":               {func(t *testing.T, f string) { os.Remove(filepath.Join(f, "charter.md")) }, []string{"charter.md: is missing", "create the file"}},
		"an empty folder":          {func(t *testing.T, f string) { os.RemoveAll(filepath.Join(f)); os.Mkdir(f, 0o755) }, []string{"charter.md: is missing"}},
		"a charter to nowhere":     {func(t *testing.T, f string) { replace(t, filepath.Join(f, "charter.md")) }, []string{"charter.md: cannot be read (no such file", "account read it"}},
		"a theme to nowhere":       {func(t *testing.T, f string) { replace(t, filepath.Join(f, "theme.css")) }, []string{"theme.css: cannot be read", "or remove it from the folder"}},
		"a logo to nowhere":        {func(t *testing.T, f string) { replace(t, filepath.Join(f, "logo.svg")) }, []string{"logo.svg: cannot be read"}},
		"sizes to nowhere":         {func(t *testing.T, f string) { replace(t, filepath.Join(f, "kit-heights.json")) }, []string{"kit-heights.json: cannot be read"}},
		"a translation to nowhere": {func(t *testing.T, f string) { replace(t, filepath.Join(f, "charter.en.md")) }, []string{"charter.en.md: cannot be read"}},
		"a text to nowhere":        {func(t *testing.T, f string) { replace(t, filepath.Join(f, "locales", "active.fr.toml")) }, []string{"locales/active.fr.toml: cannot be read"}},
		"texts to nowhere":         {func(t *testing.T, f string) { replace(t, filepath.Join(f, "locales")) }, []string{"locales: cannot be read"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := onDisk(t)
			test.change(t, folder)
			_, err := content.New(os.DirFS(folder))
			for _, want := range test.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q", err, want)
				}
			}
		})
	}
}
