package tests

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/content"
)

// public returns the flags of a public service that match the demo charter.
func public() []string {
	return []string{"--base-url", "https://cookies.exemple.fr", "--portal", "https://donnees.exemple.fr", "--cookie-domain", "exemple.fr"}
}

// faultless returns a copy of the demo charter without its faults and with one site.
func faultless(t *testing.T) string {
	t.Helper()
	return edited(t, "| Nom du cookie | Finalité |\n|---|---|---|", "| Nom du cookie | Finalité | Durée |\n|---|---|---|---|",
		"| Cookie name | Purpose |\n|---|---|---|", "| Cookie name | Purpose | Duration |\n|---|---|---|---|",
		"compter ses lectures |", "compter ses lectures | 6 mois |", "fonctions du lecteur |", "fonctions du lecteur | 6 mois |",
		"how often it is played |", "how often it is played | 6 months |", "functions of the player |", "functions of the player | 6 months |",
		"  - name: Cartes de Port-Lanval\n    origin: https://cartes.exemple.fr\n", "")
}

// refused starts the program and returns the error with which the start failed. A program
// that serves is stopped, and refused returns nil.
func refused(t *testing.T, registry string, args ...string) error {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	args = append([]string{"--listen", "localhost:0", "--admin", "off", "--spool", "off", "--registry", registry}, args...)
	return run(ctx, args, nil, serving(cancel), io.Discard)
}

// serving is called when the program prints the address that it serves.
type serving func()

func (s serving) Write(b []byte) (int, error) {
	s()
	return len(b), nil
}

// The faults of addresses and domains that check reports stop serve too.
func TestFaultOfAddressesStopsCheckAndServe(t *testing.T) {
	t.Parallel()
	otherSite := edited(t, "https://donnees.exemple.fr", "https://ailleurs.exemple.fr")
	wrongPlace := edited(t)
	write(t, filepath.Join(wrongPlace, "locales", "active.fr.toml"), "refuse = \"Tout refuser {{.Tout}}\"\n")
	for name, test := range map[string]struct {
		args []string
		rule string
	}{
		"another authority's charter":        {public(), "built-in-charter"},
		"another authority's, at home":       {[]string{"--base-url", "https://cookies.exemple.fr", "--portal", "https://data.stmalo-agglomeration.fr"}, "built-in-charter"},
		"a portal outside the cookie domain": {append([]string{"--content", demo()}, public()[:4]...), "cookie-domain"},
		"a portal that is no site":           {append([]string{"--content", otherSite}, public()...), "site-portal"},
		"a place that nothing fills":         {[]string{"--content", wrongPlace}, "place-unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			err := run(t.Context(), append([]string{"check"}, test.args...), nil, &out, io.Discard)
			if err == nil || !strings.Contains(out.String(), test.rule) || !strings.Contains(out.String(), "serve: does not start") {
				t.Errorf("check ended with %v: %s", err, out.String())
			}
			if err := refused(t, sqliteFile(t), test.args...); err == nil || !strings.Contains(err.Error(), "["+test.rule+"]") {
				t.Errorf("serve ended with %v", err)
			}
		})
	}
}

func TestKitOfAnotherAuthoritysCharterIsNotPrinted(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	err := run(t.Context(), append([]string{"embed"}, public()[:4]...), nil, &out, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "[built-in-charter]") || out.Len() > 0 {
		t.Errorf("embed ended with %v: %s", err, out.String())
	}
}

// The flags of the quick start, and those of the built-in charter's own authority.
func TestBuiltInCharterIsServedToItsOwnPortal(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"no flags": nil,
		"its own":  {"--base-url", "https://cookies.stmalo-agglomeration.fr", "--portal", "https://data.stmalo-agglomeration.fr", "--cookie-domain", "stmalo-agglomeration.fr"},
	} {
		if err := refused(t, sqliteFile(t), args...); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// With a fault in wording or in a declaration the program starts, and log, metrics and
// operator's pages report the fault. With --strict it does not start.
func TestFaultOfWordingIsServedWithAWarningAndStopsWithStrict(t *testing.T) {
	t.Parallel()
	for rule, folder := range map[string]string{
		"lifetime-missing": edited(t, "13 mois", "", "13 months", ""),
		"implied-consent":  edited(t, "## Mesurer", "En poursuivant votre navigation, vous acceptez les cookies.\n\n## Mesurer"),
	} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			p := start(t, "--content", folder, "--admin", "localhost:0")
			log := p.until(t, "["+rule+"]")
			if !strings.Contains(log, "the served content or a setting has a fault") || !strings.Contains(log, "charter.md:") {
				t.Errorf("the log does not name the fault:\n%s", log)
			}
			if _, body := ask(t, p.admin(t)+"/metrics"); strings.Contains(body, "charte_served_faults 0\n") || !strings.Contains(body, "charte_served_faults ") {
				t.Error("the metrics count no fault")
			}
			if status, body := ask(t, p.admin(t)+"/en/"); status != http.StatusOK || !strings.Contains(body, "<code>"+rule+"</code>") {
				t.Errorf("%d, and the operator's page does not name the fault", status)
			}
			if err := refused(t, sqliteFile(t), "--content", folder, "--strict"); err == nil || !strings.Contains(err.Error(), "["+rule+"]") {
				t.Errorf("--strict ended with %v", err)
			}
		})
	}
}

// The same rules apply to an edit while the program runs.
func TestEditIsServedOnlyIfNoRuleForbidsIt(t *testing.T) {
	t.Parallel()
	const heading = "## Mesurer"
	const implied = "En poursuivant votre navigation, vous acceptez les cookies.\n\n## Mesurer"
	for name, test := range map[string]struct {
		flags []string
		taken bool
	}{"warned of": {nil, true}, "strict": {[]string{"--strict"}, false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := faultless(t)
			p := start(t, append([]string{"--content", folder}, test.flags...)...)
			edit(t, folder, heading, implied)
			p.until(t, "[implied-consent]")
			if served := strings.Contains(p.visitor(t).open("/fr/").body, "En poursuivant"); served != test.taken {
				t.Errorf("served: %t, want %t\n%s", served, test.taken, p.log)
			}
		})
	}
	folder := edited(t)
	p := start(t, "--content", folder)
	write(t, filepath.Join(folder, "locales", "active.fr.toml"), "refuse = \"Tout refuser {{.Tout}}\"\n")
	p.until(t, broken)
	if log := p.until(t, "[place-unknown]"); strings.Contains(log, reloaded) || strings.Contains(p.visitor(t).open("/fr/choice").body, "no value") {
		t.Errorf("an edit with a fault that stops the start was served:\n%s", log)
	}
}

// served records content as served by an older version with fewer rules.
func served(t *testing.T, registry, folder string, note func(string) string) {
	t.Helper()
	registered, err := openStore(t.Context(), registry)
	if err != nil {
		t.Fatal(err)
	}
	defer registered.Close()
	if folder != "" {
		packed, err := content.New(os.DirFS(folder))
		if err != nil {
			t.Fatal(err)
		}
		if err := registered.KeepContent(t.Context(), packed); err != nil {
			t.Fatal(err)
		}
	}
	history, err := registered.History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range history {
		if p.Name == consent.NoteConfiguration && p.Until.IsZero() {
			if err := registered.Note(t.Context(), p.Name, note(p.Value), time.Now()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Content that was served before an upgrade is served after it, with a warning at each
// start, until it is edited.
func TestUpgradeServesTheContentServedBefore(t *testing.T) {
	t.Parallel()
	registry, folder := sqliteFile(t), edited(t)
	launch(t, registry, append([]string{"--content", folder}, public()...)...).stop()
	edit(t, folder, "https://donnees.exemple.fr", "https://ailleurs.exemple.fr")
	args := append([]string{"--content", folder}, public()...)
	served(t, registry, folder, func(note string) string { return note })
	for range 2 {
		p := launch(t, registry, args...)
		if log := p.log.String(); !strings.Contains(log, "the served content or a setting has a fault") || !strings.Contains(log, "[site-portal]") {
			t.Errorf("the start does not warn:\n%s", log)
		}
		p.stop()
	}
	if err := refused(t, registry, append(args, "--portal", "https://autre.exemple.fr")...); err == nil || !strings.Contains(err.Error(), "[site-portal]") {
		t.Errorf("with other settings: %v", err)
	}
	if err := refused(t, registry, append(args, "--strict")...); err == nil || !strings.Contains(err.Error(), "[site-portal]") {
		t.Errorf("with --strict: %v", err)
	}
	edit(t, folder, "Matomo", "Matomo Nouveau")
	p := launch(t, registry, args...)
	if log := p.log.String(); !strings.Contains(log, broken) || !strings.Contains(log, "[site-portal]") {
		t.Errorf("the edited content is served despite its fault:\n%s", log)
	}
}

// Settings from before an upgrade may break today's rules, and the charter can still be
// edited.
func TestUpgradeAcceptsTheSettingsUsedBefore(t *testing.T) {
	t.Parallel()
	registry, folder := sqliteFile(t), faultless(t)
	launch(t, registry, append([]string{"--content", folder}, public()...)...).stop()
	served(t, registry, "", func(note string) string {
		return strings.Replace(note, "cookie-domain=exemple.fr", "cookie-domain=", 1)
	})
	p := launch(t, registry, append([]string{"--content", folder}, public()[:4]...)...)
	p.until(t, "[cookie-domain]")
	edit(t, folder, "Matomo", "Matomo Nouveau")
	p.until(t, reloaded)
}

func TestUpgradeDoesNotServeAnotherAuthoritysCharter(t *testing.T) {
	t.Parallel()
	registry := sqliteFile(t)
	launch(t, registry, append([]string{"--content", edited(t)}, public()...)...).stop()
	if err := refused(t, registry, public()...); err == nil || !strings.Contains(err.Error(), "[built-in-charter]") {
		t.Errorf("the start ended with %v", err)
	}
}
