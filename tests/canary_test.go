package tests

import (
	"bytes"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/store/postgres/pgtest"
)

// secrets are parts of everything that a visitor sends below; no file may contain them.
var secrets = []string{"canary", "203.0.113.77"}

// canaries returns headers that contain a secret, as proxies and browsers send them.
func canaries() (headers []string) {
	for _, name := range []string{
		"User-Agent", "From", "Authorization", "X-Request-ID", "Traceparent", "Via", "Forwarded", "X-Forwarded-Host",
	} {
		headers = append(headers, name, "canary-"+strings.ToLower(name))
	}
	for _, name := range []string{"X-Forwarded-For", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP"} {
		headers = append(headers, name, "203.0.113.77")
	}
	return append(headers, "Accept-Language", "fr, canary-language", "Referer", portalOrigin+"/canary-referer?q=canary")
}

// P-05: no address, user agent, path or referrer in the database, its log, the
// program's log, the spool, an export or a dossier.
func TestNothingAboutTheVisitorIsStored(t *testing.T) {
	t.Parallel()
	headers := canaries()
	visit := func(t *testing.T, p *process) {
		v := p.visitor(t, headers...)
		v.give("canary-cookie", "canary-cookie-value")
		back := "?return=" + url.QueryEscape(portalOrigin+"/canary-back?canary-query=1")
		v.open("/fr/choice" + back).submit("accept")
		v.open("/fr/receipt")
		v.open("/fr/"+back).submit("custom", "canary-purpose")
		v.open("/fr/" + back).submit("refuse")
		v.open("/canary-path?canary-query=1")
		v.post("/fr/choice", url.Values{"decision": {"accept"}, "canary-field": {"canary-value"}, "text": {"canary-text"}})
		p.visitor(t, headers...).open("/fr/choice" + back).submit("refuse")
	}
	look := func(t *testing.T, p *process, folders ...string) {
		out := t.TempDir()
		for _, format := range []string{"csv", "jsonl", "dpv"} {
			mustRun(t, "export", "--registry", p.registry, "--format", format, "--out", filepath.Join(out, format))
		}
		mustRun(t, "dossier", "--registry", p.registry, "--browser", "off", "--out", filepath.Join(out, "dossier.zip"))
		unpacked, _ := unzip(t, filepath.Join(out, "dossier.zip"))
		looked := hold(t, "the program's log", []byte(p.log.String()))
		for _, folder := range append(folders, p.dir, out, unpacked) {
			looked += holdAny(t, folder)
		}
		if looked < 50_000 {
			t.Errorf("only %d bytes were searched", looked)
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		p := startProcess(t, "sqlite:"+filepath.Join(folder, "charte.db"))
		visit(t, p)
		look(t, p, folder) // with its -wal, while the program runs
		p.stop()
		look(t, p, folder)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		cluster := pgtest.Start(t)
		p := startProcess(t, cluster.NewDatabase(t))
		visit(t, p)
		look(t, p, filepath.Dir(cluster.Socket())) // data, pg_wal
		cluster.Kill(t)
		p.visitor(t, headers...).open("/fr/choice").submit("refuse") // into the spool
		cluster.Resume(t)
		hold(t, "the program's log", []byte(p.log.String()))
		holdAny(t, p.dir)
	})
}

// holdAny searches every file of a folder and returns the number of bytes searched.
func holdAny(t *testing.T, folder string) (looked int) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil // removed meanwhile, or a socket
		}
		content, err := os.ReadFile(path)
		if err == nil {
			looked += hold(t, path, content)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return looked
}

func hold(t *testing.T, where string, content []byte) int {
	t.Helper()
	for _, word := range secrets {
		if bytes.Contains(content, []byte(word)) {
			t.Errorf("%s contains %q", where, word)
		}
	}
	return len(content)
}
