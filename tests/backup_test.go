package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A backup is made while visitors choose, and the service continues on it: the record is
// whole, and no visitor is asked again, even one who chose after the backup.
func TestABackupMadeWhileServingIsRestored(t *testing.T) {
	t.Parallel()
	p := startProcess(t, sqliteFile(t), "--content", demo())
	early := p.visitor(t)
	early.open("/fr/choice").submit("accept")
	file := filepath.Join(t.TempDir(), "charte-1.db")
	l, done := newLoad(t, p.base), make(chan struct{})
	go func() {
		defer close(done)
		if _, err := charte(t, "backup", file, "--registry", p.registry); err != nil {
			t.Error(err)
		}
	}()
	l.run(8, func(answered int64) bool {
		select {
		case <-done:
			return answered >= 50
		default:
			return false
		}
	})
	late := p.visitor(t)
	late.open("/fr/choice").submit("accept")
	p.stop()
	for _, name := range []string{file, file + ".head"} {
		if info, err := os.Stat(name); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	head, err := os.ReadFile(file + ".head")
	if err != nil {
		t.Fatal(err)
	}
	for _, registry := range []string{"sqlite:" + file, p.registry} {
		mustRun(t, "verify", "--registry", registry, "--head", string(head))
	}
	restored := startOn(t, "sqlite:"+file, "--content", demo())
	for name, v := range map[string]*visitor{"before the backup": early, "after it": late} {
		again := restored.visitor(t)
		again.give("cookies_preferences", v.cookie("cookies_preferences"))
		again.give("charte-receipt", v.cookie("charte-receipt"))
		if s := again.open("/fr/choice"); find(s.doc, func(n *html.Node) bool { return n.Data == "form" }) != nil {
			t.Errorf("a visitor who chose %s is asked again", name)
		}
	}
	restored.visitor(t).open("/fr/choice").submit("refuse")
	restored.stop()
	mustRun(t, "verify", "--registry", restored.registry, "--head", string(head))
}

// A backup that cannot be used gets no name, and an existing file keeps its content.
func TestABackupIsRefused(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.visitor(t).open("/fr/choice").submit("refuse")
	p.stop()
	folder := t.TempDir()
	existing := filepath.Join(folder, "existing.db")
	if err := os.WriteFile(existing+".head", []byte("1:aa\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused := func(want string, args ...string) {
		t.Helper()
		if out, err := charte(t, append([]string{"backup"}, args...)...); err == nil || out != "" || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %q, %v; want %q", args, out, err, want)
		}
	}
	refused("name a new file", existing, "--registry", p.registry)
	refused("no such file", filepath.Join(folder, "a.db"), "--registry", sqliteFile(t))
	refused("pg_dump --format=custom --file=a.dump postgres://charte:xxxxx@db/charte", "a.dump", "--registry", "postgres://charte:secret@db/charte")
	change(t, p.registry, `UPDATE records SET language = 'en'`)
	refused("record 1 was changed", filepath.Join(folder, "a.db"), "--registry", p.registry)
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 {
		t.Errorf("left in the folder: %v, %v", files, err)
	}
}
