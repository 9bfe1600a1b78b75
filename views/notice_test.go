package views_test

import (
	"strings"
	"testing"

	"charte/views"
)

func TestPurposeWithoutTrackersIsMarkedInItsSectionOnly(t *testing.T) {
	t.Parallel()
	s := in(t, "fr")
	source, _ := show(t, views.Charter(s.charter()))
	_, rest, _ := strings.Cut(source, `id="video"`)
	inside, after, _ := strings.Cut(rest, `id="audience"`)
	if !strings.Contains(inside, s.words.Say("none_today")) || strings.Contains(after, s.words.Say("none_today")) {
		t.Errorf("the sentence is in the wrong section")
	}
}

func TestReasonsAreGiven(t *testing.T) { // C-13, S-02
	t.Parallel()
	s := in(t, "fr")
	page := s.banner()
	page.Form.Added = []string{"Matomo", "Vidéos"}
	_, root := show(t, views.Banner(page))
	if want := "Depuis votre choix, la liste des cookies comprend aussi\u00a0: Matomo et Vidéos"; !strings.Contains(text(root), want) {
		t.Errorf("%q is missing", want)
	}
	_, root = show(t, s.documents()["charter after a choice"])
	if !strings.Contains(text(root), s.words.Say("gpc")) {
		t.Errorf("the signal is not explained")
	}
}

func TestStatusShowsTheStoredChoiceAndTheLinkBackFirst(t *testing.T) {
	t.Parallel()
	s := in(t, "fr")
	_, root := show(t, views.Status(views.StatusNotice{Words: s.words, Kept: true, Current: s.current(), Back: "/back", Ended: []string{"_ga"}, Left: []string{"_pk_id"}}))
	if len(with(all(root), "role", "status")) != 1 {
		t.Fatal("no role=status")
	}
	for _, want := range []string{"Choix enregistré", "UNTIL", "Accepté\u00a0: «\u00a0Vidéos\u00a0». Refusé\u00a0: «\u00a0Mesure\u00a0» et «\u00a0Langue\u00a0».", "_ga", "_pk_id"} {
		if !strings.Contains(text(root), want) {
			t.Errorf("%q is missing from %q", want, text(root))
		}
	}
	if links := all(root, "a"); attr(links[0], "href") != "/back" || attr(links[1], "href") != "/fr/receipt" {
		t.Errorf("links %v", links)
	}
}

func TestStatusDoesNotConfirmAChoiceThatTheBrowserDropped(t *testing.T) {
	t.Parallel()
	s := in(t, "fr")
	_, root := show(t, views.Status(views.StatusNotice{Words: s.words, Current: s.current(), Back: "/back"}))
	if got := text(root); strings.Contains(got, "Choix enregistré") || !strings.Contains(got, s.words.Say("not_kept")) || len(all(root, "a")) != 1 {
		t.Errorf("got %q", got)
	}
}

func TestProblemIsAnAlertInPlainWords(t *testing.T) {
	t.Parallel()
	s := in(t, "fr")
	_, root := show(t, views.Status(views.StatusNotice{Words: s.words, Problem: "problem_form"}))
	alert := with(all(root), "role", "alert")
	if len(alert) != 1 || !strings.Contains(text(alert[0]), "Nous n’avons pas compris cet envoi") {
		t.Errorf("%q", text(root))
	}
}

func TestTitlesBeginWithWhatHappened(t *testing.T) {
	t.Parallel()
	s := in(t, "fr")
	_, root := show(t, s.documents()["error"])
	if title := text(all(root, "title")[0]); !strings.HasPrefix(title, "Erreur – ") {
		t.Errorf("%q", title)
	}
	page := s.charter()
	page.TitlePrefix = "PREFIX – "
	_, root = show(t, views.Charter(page))
	if title := text(all(root, "title")[0]); title != "PREFIX – Charte – Agglo des Îles" {
		t.Errorf("%q", title)
	}
}

func TestMentionIsNeverBetterThanDeclared(t *testing.T) {
	t.Parallel()
	mentions := map[string]string{"": "non", "parfait": "non", "non": "non", "partiellement": "partiellement", "totalement": "totalement"}
	for state, want := range mentions {
		s := in(t, "fr")
		page := views.AccessibilityPage{Page: s.page(), Charter: "/fr/"}
		page.Declared.State = state
		_, root := show(t, views.Accessibility(page))
		if got := text(all(all(root, "main")[0], "strong")[0]); got != "Accessibilité\u00a0: "+want+" conforme" {
			t.Errorf("%q: %q", state, got)
		}
	}
}

func TestCharterShowsVersionAndDate(t *testing.T) { // H-11
	t.Parallel()
	_, root := show(t, views.Charter(in(t, "fr").charter()))
	if got := text(root); !strings.Contains(got, "EFFECTIVE") || !strings.Contains(got, "VERSION") {
		t.Errorf("date or version is missing")
	}
}
