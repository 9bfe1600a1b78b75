package views_test

import (
	"regexp"
	"strings"
	"testing"

	"charte/views"
)

// engineering are words for engineers that no error may show to a citizen.
var engineering = regexp.MustCompile(`(?i)sandbox|referer|header|attribut|champ |\bfield|\bfeld|\bcampo|{{\.Field}}|hostname|nom d’hôte|host name|nombre de host|finalité|\bpurpose|\bzweck|finalidad`)

func TestErrorsNameNoAttributeAndNoField(t *testing.T) {
	t.Parallel()
	for _, language := range languages {
		for id, text := range texts(t, language, "active") {
			sentence, plain := text.(string)
			if !plain || !strings.HasPrefix(id, "error_") && !strings.HasPrefix(id, "problem_") {
				continue
			}
			if at := engineering.FindString(sentence); at != "" {
				t.Errorf("%s %s: %q in %q", language, id, at, sentence)
			}
		}
	}
}

// Visitors read every text of these files; the names of settings are for operators.
func TestNoVisitorReadsTheNameOfASetting(t *testing.T) {
	t.Parallel()
	setting := regexp.MustCompile(`--\w|CHARTE_`)
	for _, language := range languages {
		for id, text := range texts(t, language, "active") {
			if sentence, plain := text.(string); plain && setting.MatchString(sentence) {
				t.Errorf("%s %s: %q", language, id, sentence)
			}
		}
	}
}

// The authority may be "Ville de Combourg" or "Les Amis du Port": no preposition or
// article before the name is right for both.
func TestNoPrepositionPrecedesTheAuthoritysName(t *testing.T) {
	t.Parallel()
	before := map[string]*regexp.Regexp{
		"fr": regexp.MustCompile(`(?i)\b(de|à|par|pour|chez|auprès|avec|le|la|les|du|des|au|aux) {{\.Controller}}|[dl]’{{\.Controller}}`),
		"en": regexp.MustCompile(`(?i)\b(of|to|by|for|from|with|the) {{\.Controller}}`),
		"de": regexp.MustCompile(`(?i)\b(von|an|für|bei|mit|der|die|das|dem|den) {{\.Controller}}`),
		"es": regexp.MustCompile(`(?i)\b(de|a|por|para|con|el|la|los|las|del|al) {{\.Controller}}`),
	}
	for _, language := range languages {
		for id, text := range texts(t, language, "active") {
			if sentence, plain := text.(string); plain && before[language].MatchString(sentence) {
				t.Errorf("%s %s: %q", language, id, sentence)
			}
		}
	}
}

func TestAPurposeLeadsToItsCookies(t *testing.T) {
	t.Parallel()
	_, root := show(t, views.Charter(in(t, "fr").charter()))
	form := with(all(root), "id", "choices")[0]
	for to, want := range map[string]string{"#audience": "2 cookies \u00a0: Mesure des visites", "#what": "1 cookie \u00a0: Session", "#who": "2 cookies \u00a0: Langue"} {
		if links := with(all(form, "a"), "href", to); len(links) != 1 || text(links[0]) != want {
			t.Errorf("%s: %d links, %q", to, len(links), text(links[0]))
		}
	}
	if links := with(all(form, "a"), "href", "#video"); len(links) != 0 {
		t.Error("a purpose without cookies has a link")
	}
	for _, box := range with(all(form, "input"), "type", "checkbox") {
		if name := attr(box, "value"); name == "what" || name == "who" {
			t.Errorf("the necessary purpose %s has a box", name)
		}
	}
}

func TestOneSiteNeedsNoName(t *testing.T) {
	t.Parallel()
	page := in(t, "fr").charter()
	page.Sites = page.Sites[:1]
	_, root := show(t, views.Charter(page))
	scope := all(with(all(root, "div"), "class", "scope")[0], "p")
	if len(scope) != 2 || text(scope[0]) != "Votre choix vaut pour ce portail." || text(scope[1]) != "Responsable du traitement\u00a0: Agglo des Îles." {
		t.Errorf("%d lines", len(scope))
	}
}

// A hash means nothing to a citizen; proof needs it.
func TestTheReceiptFoldsTheHash(t *testing.T) {
	t.Parallel()
	_, root := show(t, in(t, "fr").documents()["receipt"])
	for _, code := range all(root, "code") {
		if text(code) == "T" && !within(code, "details") {
			t.Error("the text version is in sight")
		}
	}
	if hint := with(all(root, "p"), "class", "print-hint"); len(hint) != 1 || !strings.Contains(text(hint[0]), "Imprimer") {
		t.Error("no hint how to print")
	}
	if links := with(all(root, "a"), "href", "mailto:dpo@iles.example"); len(links) != 1 {
		t.Error("no address to write to")
	}
}
