package tests

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A draft on a laptop: one page shows it, what check reports, and what publishing it
// changes.
func TestDraftPageComparesWithTheRunningService(t *testing.T) {
	t.Parallel()
	running := start(t, "--content", edited(t))
	folder := edited(t, "VISITOR_*, YSC", "VISITOR_*, YSC, PREF", "Compter les visites", "Compter vos visites")
	write(t, filepath.Join(folder, "locales", "active.fr.toml"), "banner_withdraw = \"Ces mots sont seulement au bandeau.\"\n")
	laptop := start(t, "--content", folder, "--admin", "localhost:0", "--against", running.base)
	status, page := ask(t, laptop.admin(t)+"/fr/draft")
	page = strings.ReplaceAll(page, "\u00a0", " ")
	for _, want := range []string{
		"Le choix n’est redemandé qu’aux visiteurs qui avaient accepté « video »", "charter.md:71", "PREF</ins>",
		`<del><span class="visually-hidden">Retiré : </span>les </del>`, "Dans le texte du bandeau", "seulement au bandeau", " à vérifier",
	} {
		if !strings.Contains(strings.ReplaceAll(page, " </ins>", "</ins>"), want) {
			t.Errorf("%d, without %q: %s", status, want, page)
		}
	}
	edit(t, folder, "PREF", "YSC2")
	laptop.until(t, reloaded)
	if _, page := ask(t, laptop.admin(t)+"/en/draft"); !strings.Contains(page, "YSC2") || strings.Contains(page, "PREF") {
		t.Error("the page does not show the draft as edited")
	}
	running.stop() // stores the counts
	if totals, err := look(t, running.registry).Totals(t.Context(), time.Now().AddDate(0, 0, -1), time.Now()); err != nil || len(totals) != 0 {
		t.Errorf("the comparison is counted in the running service: %+v, %v", totals, err)
	}
}

func TestDraftPageReportsThatItCannotSeeTheRunningService(t *testing.T) {
	t.Parallel()
	const gone = "http://localhost:9"
	p := start(t, "--content", demo(), "--admin", "localhost:0", "--against", gone)
	status, page := ask(t, p.admin(t)+"/en/draft")
	if status != http.StatusOK || !strings.Contains(page, gone+" could not be read: this page cannot see") || strings.Contains(page, "Nobody is asked again") {
		t.Errorf("%d %s", status, page)
	}
}

// What a public service serves is no draft, unless the operator asks for a comparison.
func TestPublicServiceHasNoDraftPageUnlessAsked(t *testing.T) {
	t.Parallel()
	public := []string{"--content", demo(), "--admin", "localhost:0", "--base-url", "https://cookies.exemple.fr", "--portal", "https://donnees.exemple.fr", "--cookie-domain", "exemple.fr"}
	for want, args := range map[int][]string{http.StatusNotFound: public, http.StatusOK: append([]string{"--against", "http://localhost:9"}, public...)} {
		p := launch(t, sqliteFile(t), args...)
		if status, _ := ask(t, p.admin(t)+"/fr/draft"); status != want {
			t.Errorf("%v: %d, want %d", args, status, want)
		}
		_, page := ask(t, p.admin(t)+"/fr/")
		if linked := strings.Contains(page, `href="/fr/draft"`); linked != (want == http.StatusOK) {
			t.Errorf("%v: linked: %t", args, linked)
		}
	}
}
