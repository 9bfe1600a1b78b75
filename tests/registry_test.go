package tests

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"charte/internal/store/postgres/pgtest"
)

// onRegistries runs a test on a new SQLite file and on a new database of a PostgreSQL
// server.
func onRegistries(t *testing.T, test func(t *testing.T, registry string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, "sqlite:"+t.TempDir()+"/charte.db")
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, pgtest.Start(t).NewDatabase(t))
	})
}

func TestTheJourneyIsTheSameOnBothRegistries(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		p := startOn(t, registry, "--content", demo())
		v := p.visitor(t)
		if s := v.open("/fr/choice?return=" + url.QueryEscape(pageA)).submit("accept"); !strings.HasPrefix(s.address, portalOrigin+"/explore/") {
			t.Errorf("redirected to %s", s.address)
		}
		receipt := v.cookie("charte-receipt")
		if s := v.open("/fr/receipt"); receipt == "" || !strings.Contains(words(s.doc), receipt) {
			t.Errorf("the receipt page does not show the receipt %q", receipt)
		}
		old := p.visitor(t).open("/fr/choice")
		p.stop()
		// The same registry under an extended charter: visitors who agreed are asked
		// again, and a form from before the change grants nothing.
		grown := startOn(t, registry, "--content", edited(t, "_ga; _ga_*", "_ga; _ga_*; _gcl_au"))
		again := grown.visitor(t)
		again.give("cookies_preferences", v.cookie("cookies_preferences"))
		again.give("charte-receipt", receipt)
		if s := again.open("/fr/choice"); find(s.doc, func(n *html.Node) bool { return n.Data == "form" }) == nil {
			t.Error("a new tracker does not ask again") // C-13
		}
		old.visitor = grown.visitor(t)
		if s := old.submit("accept"); s.status != http.StatusConflict {
			t.Errorf("a form from before the change: %d", s.status)
		}
		again.open("/fr/").submit("refuse")
		rows := grown.records(t)
		if len(rows) != 2 || rows[0].Receipt != receipt || rows[1].Choice.Grants() || rows[1].Previous != rows[0].Hash {
			t.Errorf("recorded %+v", rows)
		}
	})
}

// no error message contains the address's password.
func TestAPasswordIsNeverShown(t *testing.T) {
	t.Parallel()
	for name, registry := range map[string]string{
		"nobody listens":     "postgres://charte:hidden-word@localhost:1/charte?connect_timeout=1",
		"a password apart":   "postgres://localhost:1/charte?connect_timeout=1&password=hidden-word",
		"a port of letters":  "postgres://charte:hidden-word@localhost:port/charte",
		"an unknown mode":    "postgres://charte:hidden-word@localhost/charte?sslmode=maybe",
		"not an address":     "postgres://charte:hidden-word%zz@localhost/charte",
		"no host":            "postgres:charte:hidden-word@localhost",
		"another database":   "mysql://charte:hidden-word@localhost/charte",
		"no kind":            "charte:hidden-word@localhost",
		"pairs of libpq":     "host=localhost password=hidden-word",
		"a slash in it":      "postgres://charte:1/hidden-word@localhost/charte?connect_timeout=1",
		"a question mark":    "postgres://charte:1?hidden-word@localhost/charte",
		"many hosts, no one": "postgres://charte:hidden-word@localhost:1,localhost:2/charte?connect_timeout=1",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &safeBuffer{}
			err := run(context.Background(), []string{"--listen", "localhost:0", "--admin", "off", "--registry", registry}, nil, io.Discard, log)
			if err == nil || !strings.HasPrefix(err.Error(), "--registry") || strings.Contains(err.Error(), "\n") {
				t.Fatalf("got %v, want one line that names the flag", err)
			}
			if shown := err.Error() + log.String(); strings.Contains(shown, "hidden") {
				t.Errorf("the password is shown: %s", shown)
			}
		})
	}
}
