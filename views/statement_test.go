package views_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"charte/internal/charter"
	"charte/views"
)

// The headings of the model that the State publishes (DISIC, déclaration
// d'accessibilité), in its order.
var modelHeadings = []string{
	"h1 Déclaration d’accessibilité",
	"h2 État de conformité", "h3 Résultats des tests",
	"h2 Contenus non accessibles", "h3 Non-conformités", "h3 Dérogations pour charge disproportionnée", "h3 Contenus non soumis à l’obligation d’accessibilité",
	"h2 Établissement de cette déclaration d’accessibilité", "h3 Technologies utilisées pour la réalisation du service", "h3 Environnement de test",
	"h3 Outils utilisés lors de l’évaluation", "h3 Pages du site ayant fait l’objet de la vérification de conformité",
	"h2 Retour d’information et contact",
	"h2 Voies de recours",
}

// statement renders a statement in a language; its texts are in French.
func statement(t *testing.T, language string, s charter.Statement) *html.Node {
	t.Helper()
	_, root := show(t, views.Accessibility(views.AccessibilityPage{Page: in(t, language).page(), Charter: "/fr/", Declared: s, Original: "fr", Contact: s.Contact}))
	return all(root, "main")[0]
}

func TestStatementHasTheHeadingsOfTheModelInOrder(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]charter.Statement{"empty": {}, "full": fullStatement()} {
		var found []string
		for _, n := range all(statement(t, "fr", s), "h1", "h2", "h3", "h4") {
			found = append(found, n.Data+" "+text(n))
		}
		if !slices.Equal(found, modelHeadings) {
			t.Errorf("%s: the headings are\n%s", name, strings.Join(found, "\n"))
		}
	}
}

func fullStatement() charter.Statement {
	share := 76.5
	return charter.Statement{
		State: "partiellement", Established: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), Updated: time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC),
		Audit: charter.Audit{On: time.Date(2026, 8, 20, 0, 0, 0, 0, time.UTC), Auditor: "AUDITOR", Percentage: &share, Report: "https://iles.example/report"},
		StatementTexts: charter.StatementTexts{
			NonConformities: []string{"FAILING"}, Burden: []string{"BURDEN"}, OutOfScope: []string{"OUT"},
			Environment: []string{"NVDA"}, Tools: []string{"TOOL"}, Pages: []string{"PAGE"}, ReplyWithin: "REPLY",
		},
		Scheme: "https://iles.example/scheme", Plan: "https://iles.example/plan", Contact: "a11y@iles.example",
	}
}

func TestStatementShowsWhatTheAuthorityDeclared(t *testing.T) {
	t.Parallel()
	main := statement(t, "fr", fullStatement())
	for _, part := range []string{"1er septembre 2026", "2 novembre 2026", "20 août 2026", "AUDITOR", "76,5 %", "FAILING", "BURDEN", "OUT", "NVDA", "TOOL", "PAGE", "REPLY", "4.1.2", "partiellement conforme"} {
		if !strings.Contains(strings.ReplaceAll(text(main), "\u00a0", " "), part) {
			t.Errorf("%q is missing", part)
		}
	}
	for _, address := range []string{"https://iles.example/report", "https://iles.example/scheme", "https://iles.example/plan", "mailto:a11y@iles.example"} {
		if len(with(all(main, "a"), "href", address)) != 1 {
			t.Errorf("no link to %s", address)
		}
	}
	if strings.Contains(text(main), "non communiqué") {
		t.Errorf("a complete statement has a missing field: %s", text(main))
	}
	for _, list := range all(statement(t, "en", fullStatement()), "ul") {
		if strings.Contains(text(list), "FAILING") && attr(list, "lang") != "fr" {
			t.Error("the French texts of an English statement are not marked as French")
		}
	}
}

// A translated text takes the place of the original, in the language of the page.
func TestStatementShowsTranslatedTexts(t *testing.T) {
	t.Parallel()
	_, root := show(t, views.Accessibility(views.AccessibilityPage{Page: in(t, "en").page(), Charter: "/en/", Declared: fullStatement(), Original: "fr",
		Translated: charter.StatementTexts{NonConformities: []string{"TRANSLATED"}, ReplyWithin: "SOON"}}))
	main := all(root, "main")[0]
	if got := text(main); strings.Contains(got, "FAILING") || strings.Contains(got, "REPLY") || !strings.Contains(got, "TRANSLATED") || !strings.Contains(got, "SOON") || !strings.Contains(got, "BURDEN") {
		t.Errorf("the statement is %s", got)
	}
	for _, list := range all(main, "ul") {
		if strings.Contains(text(list), "TRANSLATED") && attr(list, "lang") != "" {
			t.Error("the translated texts are marked as French")
		}
	}
}

// An empty field is shown as missing, and nothing is invented.
func TestStatementShowsMissingFields(t *testing.T) {
	t.Parallel()
	got := text(statement(t, "fr", charter.Statement{State: "non"}))
	for _, part := range []string{
		"Schéma pluriannuel de mise en accessibilité\u00a0: non communiqué", "La date d’établissement de cette déclaration n’est pas communiquée.",
		"Il n’existe pas d’audit en cours de validité", "En l’absence d’audit, ces contenus n’ont pas été recensés.", "Agglo des Îles non communiqué",
	} {
		if !strings.Contains(strings.Join(strings.Fields(strings.ReplaceAll(got, "\u00a0", "~")), " "), strings.ReplaceAll(part, "\u00a0", "~")) {
			t.Errorf("%q is missing in %s", part, got)
		}
	}
	if strings.Contains(got, "%") {
		t.Error("a statement without an audit gives a percentage")
	}
	failed := text(statement(t, "fr", charter.Statement{State: "non", Audit: charter.Audit{On: time.Date(2026, 8, 20, 0, 0, 0, 0, time.UTC)}}))
	if strings.Contains(failed, "aucun audit") || !strings.Contains(failed, "moins de la moitié") || !strings.Contains(failed, "Aucun contenu déclaré.") {
		t.Errorf("after a failed audit: %s", failed)
	}
}

// The portal's statement may cover these pages.
func TestStatementOfThePortalIsLinked(t *testing.T) {
	t.Parallel()
	const address = "https://data.iles.example/accessibilite"
	page := in(t, "fr").page()
	page.Statement, page.Covered = address, true
	_, root := show(t, views.Accessibility(views.AccessibilityPage{Page: page, Charter: "/fr/", Declared: charter.Statement{Address: address}}))
	if len(with(all(all(root, "main")[0], "a"), "href", address)) != 1 || len(all(root, "h2")) != 0 {
		t.Error("the page does not lead to the portal's statement alone")
	}
	if links := with(all(all(root, "footer")[0], "a"), "href", address); len(links) != 1 || text(links[0]) != "Déclaration d’accessibilité" {
		t.Error("the footer does not lead to the portal's statement")
	}
}
