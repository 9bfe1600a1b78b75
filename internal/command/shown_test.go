package command

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/handlers"
)

// contentOf reads a folder, with files of its own beside the demonstration's.
func contentOf(t *testing.T, files ...string) handlers.Config {
	t.Helper()
	folder := t.TempDir()
	do(t, os.CopyFS(folder, os.DirFS("../charter/testdata/demo")))
	for i := 0; i < len(files); i += 2 {
		put(t, filepath.Join(folder, files[i]), files[i+1])
	}
	var config handlers.Config
	flags := contentFlags{Content: folder}
	do(t, flags.content(&config))
	return config
}

func TestTheFingerprintFollowsWhatIsShownAndNothingElse(t *testing.T) {
	t.Parallel()
	of := func(config handlers.Config) string {
		all, err := framesOf(t.Context(), config)
		do(t, err)
		for _, f := range all {
			if !bytes.Contains(f.banner, []byte(`value="refuse"`)) || bytes.Contains(f.handle, []byte("<form")) || !bytes.Contains(f.handle, []byte(`class="handle"`)) {
				t.Errorf("the frames are %.900s and %.900s", f.banner, f.handle)
			}
		}
		return fingerprint(all)
	}
	plain := of(contentOf(t))
	other := contentOf(t)
	other.CookieDomain, other.RateLimit = "example.fr", 3
	if of(other) != plain || len(plain) != 16 {
		t.Error("a flag, or nothing at all, changes the fingerprint")
	}
	charter, err := os.ReadFile("../charter/testdata/demo/charter.md")
	do(t, err)
	for name, changed := range map[string][]string{
		"a theme":   {"theme.css", ":root{--charte-radius:7px}"},
		"a text":    {"locales/active.fr.toml", `refuse = "Refuser tout"`},
		"English":   {"locales/active.en.toml", `refuse = "No to all"`},
		"a purpose": {"charter.md", strings.ReplaceAll(string(charter), `short="`, `short="À `)},
	} {
		if of(contentOf(t, changed...)) == plain {
			t.Errorf("%s does not change the fingerprint", name)
		}
	}
}
