package handlers_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden pages anew; read the difference before committing it")

// changing is what differs with every change of a style sheet: a golden page is
// about words and structure.
var changing = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?s)<style>.*?</style>`), "<style></style>"},
	{regexp.MustCompile(`/static/[0-9a-f]{16}/`), "/static/HASH/"},
	{regexp.MustCompile(`\b[0-9a-f]{64}\b`), "TEXT"},
	{regexp.MustCompile(`\b[0-9a-f]{12}\b`), "VERSION"},
	{regexp.MustCompile(`>\s*<`), ">\n<"},
}

// The pages as a visitor first gets them, and the charter after a choice.
func TestPagesAreAsTheyWereRead(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"fr", "en"} {
		s := newService(t, shipped)
		real := newService(t, demo)
		decided := holding(real.post("/fr/choice", real.fields("custom", "purpose", "video")))
		for name, body := range map[string]string{
			"charter":        s.get("/" + language + "/").Body.String(),
			"banner":         s.get("/" + language + "/choice").Body.String(),
			"charter-chosen": real.get("/"+language+"/?done=custom&return="+portalOrigin+"/a", "Cookie", decided).Body.String(),
			"banner-demo":    real.get("/" + language + "/choice").Body.String(),
			"summary":        real.get("/"+language+"/choice", "Cookie", decided).Body.String(),
		} {
			for _, c := range changing {
				body = c.pattern.ReplaceAllString(body, c.instead)
			}
			golden(t, filepath.Join("testdata", name+"."+language+".html"), strings.TrimSpace(body)+"\n")
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a, b := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			t.Fatalf("%s:%d differs (go test ./handlers -update writes it anew)\nwant %.300s\ngot  %.300s", file, i+1, at(a, i), at(b, i))
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}
