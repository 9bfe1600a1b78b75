package views_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"charte/internal/consent"
	"charte/views"
)

// decisions returns the values of the submit buttons, in tree order.
func decisions(root *html.Node) []string {
	var values []string
	for _, b := range with(all(root, "button"), "name", "decision") {
		values = append(values, attr(b, "value"))
	}
	return values
}

func TestBannerOffersRefusalFirstAndAllThreeAlike(t *testing.T) { // C-03, C-04, C-05, C-09
	t.Parallel()
	_, root := show(t, views.Banner(in(t, "fr").banner()))
	if got := decisions(root); !slices.Equal(got, []string{"refuse", "accept"}) {
		t.Fatalf("buttons %q", got)
	}
	buttons := all(root, "button")
	choose := with(all(root, "a"), "href", "CHOOSE")[0]
	if buttons[0].Parent != buttons[1].Parent || buttons[0].Parent != choose.Parent {
		t.Errorf("the three controls are not adjacent")
	}
	for _, b := range buttons {
		if attr(b, "class") != attr(buttons[0], "class") || has(b, "autofocus") || within(b, "p") || attr(b, "type") != "submit" {
			t.Errorf("%q is not a plain submit button like the other", text(b))
		}
	}
	form := all(root, "form")[0]
	if attr(form, "target") != "_top" || attr(form, "method") != "post" || attr(choose, "target") != "_top" {
		t.Errorf("the form or the link stays in the frame") // B-02
	}
}

func TestBannerNamesEveryPurposeBeforeItsButtons(t *testing.T) { // C-08, C-10, C-11
	t.Parallel()
	for _, language := range languages {
		page := in(t, language).banner()
		source, root := show(t, views.Banner(page))
		before, _, _ := strings.Cut(source, "<button")
		words := page.Words
		for _, want := range []string{
			"Agglo des Îles", "Mesure des visites", "Elle compte les visites.", "Vidéos", "Elles jouent les films.",
			"Carte des Îles", words.Say("consequence"), words.Say("banner_withdraw"), words.Count("banner_details", 2),
		} {
			if !strings.Contains(before, want) {
				t.Errorf("%s: %q is missing before the buttons", language, want)
			}
		}
		if list := with(all(root, "a"), "href", "LIST"); len(list) != 1 || attr(list[0], "target") != "_top" || len(all(root, "details")) > 0 {
			t.Errorf("%s: the list is not a link out of the frame", language)
		}
	}
}

func TestVisitorsFieldsComeLast(t *testing.T) {
	t.Parallel()
	source, _ := show(t, views.Banner(in(t, "fr").banner()))
	at := -1
	for _, mark := range []string{
		`value="refuse"`, `value="accept"`, `href="CHOOSE"`, `href="CHANGE"`,
		`<input type="hidden" name="text" value="TEXT">`, "</form>",
	} {
		next := strings.Index(source, mark)
		if next <= at || strings.Count(source, mark) != 1 {
			t.Errorf("%s at %d, after %d", mark, next, at)
		}
		at = next
	}
}

func TestFramesAreOneRequestAndContainTheHandle(t *testing.T) {
	t.Parallel()
	s := in(t, "fr")
	for _, name := range []string{"banner", "banner in notice mode", "summary", "handle", "foreign"} {
		_, root := show(t, s.documents()[name])
		css := s.page().BannerCSS
		if name == "handle" {
			css = s.page().HandleCSS
		}
		if style := all(root, "style"); len(style) != 1 || style[0].FirstChild.Data != css {
			t.Errorf("%s: the style differs from the sheet", name) // the CSP allows it by its hash
		}
		for _, n := range all(root) {
			if has(n, "src") || n.Data == "link" {
				t.Errorf("%s loads more: <%s>", name, n.Data)
			}
		}
		handle := with(all(root, "a"), "class", "handle")
		if len(handle) != 1 || attr(handle[0], "target") != "_top" {
			t.Fatalf("%s: %d handles", name, len(handle))
		}
		if label := attr(handle[0], "aria-label"); text(handle[0]) != "Cookies" || !strings.HasPrefix(label, "Cookies") || !strings.HasSuffix(label, "– Gérer mes cookies") {
			t.Errorf("%s: the handle %q is named %q", name, text(handle[0]), label)
		}
	}
}

func TestHandleIsNamedAfterTheOutcome(t *testing.T) {
	t.Parallel()
	titles := map[views.Outcome]string{
		views.Accepted: "Cookies\u00a0: acceptés", views.Refused: "Cookies\u00a0: refusés", views.Partial: "Cookies\u00a0: choix partiel",
		views.Signal: "Cookies\u00a0: refusés", views.Seen: "Cookies", views.Nothing: "Cookies", "": "Cookies",
	}
	for outcome, want := range titles {
		page := in(t, "fr").handle()
		page.Handle.Outcome = outcome
		_, root := show(t, views.HandleAlone(page))
		if got := attr(with(all(root, "a"), "class", "handle")[0], "aria-label"); got != want+" – Gérer mes cookies" {
			t.Errorf("%q: %q", outcome, got)
		}
	}
}

func TestCharterFormAsksPerPurposeWithNothingTicked(t *testing.T) { // C-07, C-08, A-07
	t.Parallel()
	page := in(t, "fr").charter()
	_, root := show(t, views.Charter(page))
	boxes := with(all(root, "input"), "type", "checkbox")
	for i, box := range boxes {
		about := with(all(root), "id", attr(box, "aria-describedby"))
		if attr(box, "value") != page.Form.Purposes[i].ID || !within(box, "fieldset") || has(box, "checked") ||
			!strings.Contains(text(about[0]), page.Form.Purposes[i].Description) {
			t.Errorf("box %d: %v", i, box.Attr)
		}
	}
	if len(boxes) != 2 || len(all(root, "legend")) != 1 {
		t.Errorf("%d boxes", len(boxes))
	}
	if got := decisions(root); !slices.Equal(got, []string{"refuse", "accept", "custom"}) { // Enter refuses
		t.Errorf("buttons %q", got)
	}
	page.Form.Purposes[1].Checked = true
	_, root = show(t, views.Charter(page))
	for i, box := range with(all(root, "input"), "type", "checkbox") {
		if has(box, "checked") != (i == 1) {
			t.Errorf("box %d does not show the stored choice", i)
		}
	}
}

func TestNoticeModeAsksNothing(t *testing.T) {
	t.Parallel()
	s := in(t, "fr")
	for _, name := range []string{"banner in notice mode", "charter in notice mode"} {
		_, root := show(t, s.documents()[name])
		if got := decisions(root); !slices.Equal(got, []string{"seen"}) {
			t.Errorf("%s: buttons %q", name, got)
		}
		if n := with(all(root, "input"), "type", "checkbox"); len(n) > 0 {
			t.Errorf("%s: %d boxes", name, len(n))
		}
	}
	_, root := show(t, s.documents()["charter with nothing to choose"])
	if len(all(root, "form")) > 0 || !strings.Contains(text(root), s.words.Say("nothing_to_choose")) {
		t.Errorf("there is a form although there is nothing to choose")
	}
}

func TestButtonsHaveNeutralLabels(t *testing.T) { // C-06
	t.Parallel()
	want := map[string][]string{
		"fr": {"Tout refuser", "Tout accepter", "Enregistrer mes choix"}, "en": {"Refuse all", "Accept all", "Save my choices"},
		"de": {"Ablehnen", "Akzeptieren", "Auswahl speichern"}, "es": {"Rechazar", "Aceptar", "Guardar mi elección"},
	}
	for _, language := range languages {
		_, root := show(t, views.Charter(in(t, language).charter()))
		for i, b := range all(root, "button") {
			if text(b) != want[language][i] {
				t.Errorf("%s: %q", language, text(b))
			}
		}
	}
}

func TestFormCitesItsSurface(t *testing.T) {
	t.Parallel()
	s := in(t, "fr")
	for surface, c := range map[consent.Surface]string{consent.Banner: "banner", consent.Charter: "charter"} {
		_, root := show(t, s.documents()[c])
		if field := with(all(root, "input"), "name", "surface"); len(field) != 1 || attr(field[0], "value") != string(surface) {
			t.Errorf("%s: %v", surface, field)
		}
	}
}
