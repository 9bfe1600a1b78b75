package tests

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"charte/internal/command"
)

// status runs the command in French and returns its screen and exit status.
func status(t *testing.T, args ...string) (screen string, exit int) {
	t.Helper()
	screen, err := charte(t, append([]string{"status", "--lang", "fr", "--portal", portalOrigin}, args...)...)
	return screen, command.ExitStatus(err)
}

// page starts a portal that answers with a page.
func page(t *testing.T, body string) string {
	t.Helper()
	portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }))
	t.Cleanup(portal.Close)
	return portal.URL
}

func TestStatusReportsThatAllIsWell(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	verified := filepath.Join(t.TempDir(), "verified")
	kit := page(t, `<body><iframe src="`+p.base+`/choice?kit" title="Cookies"></iframe>`)
	all := []string{"--registry", p.registry, "--content", demo(), "--verified", verified, "--portal-page", kit, "--base-url", p.base}
	for _, want := range []string{"jusqu’à l’enregistrement 2\u00a0; enregistrements vérifiés depuis le dernier état\u00a0: 2", "jusqu’à l’enregistrement 4\u00a0; enregistrements vérifiés depuis le dernier état\u00a0: 2"} {
		for range 2 {
			p.visitor(t).open("/fr/choice").submit("refuse")
		}
		screen, exit := status(t, all...)
		if exit != 0 || !strings.Contains(screen, want) || !strings.Contains(screen, "66 mois") || !strings.Contains(screen, "en vigueur") || !strings.Contains(screen, "<iframe>") ||
			!strings.Contains(screen, time.Now().UTC().Format(time.DateOnly)) || !strings.HasSuffix(screen, "Tout va bien.\n") {
			t.Errorf("exit %d, want 0 and %q:\n%s", exit, want, screen)
		}
	}
}

func TestStatusReportsWhatNeedsAttentionAndWhatItCannotSee(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	for range 3 {
		p.visitor(t).open("/fr/choice").submit("refuse")
	}
	verified := filepath.Join(t.TempDir(), "verified")
	sound := []string{"--registry", p.registry, "--content", demo(), "--verified", verified}
	if screen, exit := status(t, sound...); exit != 0 {
		t.Fatalf("exit %d:\n%s", exit, screen)
	}
	const away = "postgres://localhost:1/charte"
	broken, empty, foreign := edited(t, "## ", "# "), filepath.Join(t.TempDir(), "empty.db"), filepath.Join(t.TempDir(), "foreign.db")
	write(t, empty, "")
	change(t, "sqlite:"+foreign, `CREATE TABLE invoices (number INTEGER)`)
	change(t, p.registry, `UPDATE records SET language = 'en' WHERE sequence = 3`)
	for name, c := range map[string]struct {
		args []string
		line string
		exit int
	}{
		"a changed record":           {[]string{"--registry", p.registry}, "ATTENTION  chaîne", 1},
		"one that was sound before":  {sound, "ATTENTION  chaîne", 1},
		"no registry":                {[]string{"--registry", sqliteFile(t)}, "ATTENTION  registre", 1},
		"no folder of the registry":  {[]string{"--registry", "sqlite:" + filepath.Join(t.TempDir(), "none", "charte.db")}, "ATTENTION  registre", 1},
		"an empty registry":          {[]string{"--registry", "sqlite:" + empty}, "ATTENTION  registre", 1},
		"another program's database": {[]string{"--registry", "sqlite:" + foreign}, "ATTENTION  registre", 1},
		"a text as a registry":       {[]string{"--registry", "sqlite:" + filepath.Join(broken, "charter.md")}, "ATTENTION  registre", 1},
		"no server":                  {[]string{"--registry", away}, "NON VU     registre", 2},
		"a broken charter":           {[]string{"--registry", p.registry, "--content", broken}, "ATTENTION  contenu", 1},
		"an edit not served yet":     {[]string{"--registry", p.registry, "--content", edited(t, "_ga; _ga_*", "_ga; _ga_*; _gcl_au")}, "ATTENTION  contenu", 1},
		"an edit without registry":   {[]string{"--registry", away, "--content", demo()}, "NON VU     contenu", 2},
		"a page without a kit":       {slices.Concat(sound, []string{"--portal-page", page(t, "<p>https://other.example</p>")}), "ATTENTION  portail", 1},
		"a portal that is away":      {[]string{"--registry", away, "--portal-page", "http://localhost:1/"}, "NON VU     portail", 2},
		"an audit report elsewhere":  {[]string{"--registry", away, "--last-audit", "none.json"}, "NON VU     dernier audit", 2},
		"a point that is not a head": {[]string{"--registry", p.registry, "--verified", "/dev/null"}, "NON VU     chaîne", 2},
	} {
		screen, exit := status(t, c.args...)
		if exit != c.exit || !strings.Contains(screen, c.line) || strings.Contains(screen, "Tout va bien") {
			t.Errorf("%s: exit %d, want %d and %q:\n%s", name, exit, c.exit, c.line, screen)
		}
	}
}
