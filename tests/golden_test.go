package tests

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// P-02: testdata/golden contains a registry and the pages that an earlier version of
// the program sent. Templates, style and schema have changed since; a replay must
// return the pages as they were sent.
func TestPagesOfAnEarlierVersionAreReplayed(t *testing.T) {
	t.Parallel()
	const golden = "testdata/golden"
	file := filepath.Join(t.TempDir(), "charte.db") // a copy, because opening it migrates it
	write(t, file, read(t, filepath.Join(golden, "registry.sqlite")))
	on := []string{"--registry", "sqlite:" + file}
	for row := range 4 {
		out, n := t.TempDir(), strconv.Itoa(row+1)
		printed := mustRun(t, append([]string{"replay", "--out", out, "--row", n}, on...)...)
		text := strings.Fields(strings.TrimPrefix(printed, "Text version "))[0]
		sent := read(t, filepath.Join(golden, n+".html"))
		if !strings.Contains(sent, text) || read(t, filepath.Join(out, text[:12]+".html")) != withoutVisitor(sent, text) {
			t.Errorf("row %s: the page is not what was sent", n)
		}
		style, err := os.ReadFile(filepath.Join(out, text[:12]+".css"))
		if linked := strings.Contains(sent, "/charte.css"); linked != (err == nil) || linked && string(style) != read(t, filepath.Join(golden, "charter.css")) {
			t.Errorf("row %s: the style is not what was sent, %v", n, err)
		}
	}
	const head = "4:889bdd7b4a3ed59e44efc744928264fa41084b7328950c8a26a94a243971a662"
	mustRun(t, append([]string{"verify", "--head", head}, on...)...)
	export := filepath.Join(t.TempDir(), "export.jsonl")
	mustRun(t, append([]string{"export", "--format", "jsonl", "--out", export}, on...)...)
	printed, err := verifyInPython(t, export, head)
	if err != nil || printed != "valid, up to record 4; not verified: texts: no folder textes beside the export\n" {
		t.Errorf("%v: %s", err, printed)
	}
	// Today's program appends to it and serves a different page.
	p := startOn(t, "sqlite:"+file, "--content", demo())
	page := p.visitor(t).open("/fr/")
	page.submit("accept")
	p.stop()
	rows := p.records(t)
	if len(rows) != 5 || rows[4].Text == rows[0].Text || rows[4].Previous != rows[3].Hash {
		t.Errorf("no record was appended: %d rows", len(rows))
	}
}
