package handlers_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files; review the diff before committing it")

// volatile lists what changes with every edit of a style sheet. It is replaced, because
// golden pages hold words and structure.
var volatile = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?s)<style>.*?</style>`), "<style></style>"},
	{regexp.MustCompile(`/static/[0-9a-f]{16}/`), "/static/HASH/"},
	{regexp.MustCompile(`\b[0-9a-f]{64}\b`), "TEXT"},
	{regexp.MustCompile(`\b[0-9a-f]{12}\b`), "VERSION"},
	{regexp.MustCompile(`>\s*<`), ">\n<"},
}

// The pages before and after a choice, in both languages.
func TestPagesMatchTheirGoldenFiles(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"fr", "en"} {
		s := newService(t, shipped)
		withTools := newService(t, demo)
		decided := holding(withTools.post("/fr/choice", withTools.fields("custom", "purpose", "video")))
		for name, body := range map[string]string{
			"charter":        s.get("/" + language + "/").Body.String(),
			"banner":         s.get("/" + language + "/choice").Body.String(),
			"charter-chosen": withTools.get("/"+language+"/?done=custom&return="+portalOrigin+"/a", "Cookie", decided).Body.String(),
			"banner-demo":    withTools.get("/" + language + "/choice").Body.String(),
			"summary":        withTools.get("/"+language+"/choice", "Cookie", decided).Body.String(),
		} {
			for _, c := range volatile {
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
			t.Fatalf("%s:%d differs (go test ./handlers -update rewrites it)\nwant %.300s\ngot  %.300s", file, i+1, at(a, i), at(b, i))
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}
