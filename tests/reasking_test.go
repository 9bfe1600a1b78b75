package tests

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestInvalidCookieAsksAgain(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	v := p.visitor(t)
	v.open("/fr/choice").submit("accept")
	good := v.cookie("cookies_preferences")
	old := strings.Replace(good, "timestamp%22%3A", "timestamp%22%3A-", 1)
	for name, value := range map[string]string{
		"broken":             good[:len(good)/2],
		"not ours":           "yes",
		"expired":            old,
		"the platform's own": url.QueryEscape(`{"functional_cookies":true,"ga":true}`),
		"of another scope":   strings.Replace(good, "scope%22%3A%22", "scope%22%3A%220000", 1),
	} {
		v := p.visitor(t)
		v.give("cookies_preferences", value)
		if s := v.open("/fr/choice"); s.status != 200 || find(s.doc, func(n *html.Node) bool { return n.Data == "form" }) == nil {
			t.Errorf("a cookie that is %s does not ask again (status %d)", name, s.status) // S-06
		}
	}
	for _, twins := range []string{"cookies_preferences=" + good + "; cookies_preferences=x", "cookies_preferences=x; cookies_preferences=" + good} {
		v := p.visitor(t, "Cookie", twins)
		if s := v.open("/fr/choice"); find(s.doc, func(n *html.Node) bool { return n.Data == "form" }) == nil {
			t.Error("two cookies that disagree count as a choice") // B-09
		}
	}
}

// E05 §110, C-13: the form asks about the new tracker and names it.
func TestAddedTrackerAsksAgainAndExplainsWhy(t *testing.T) {
	t.Parallel()
	v, next := choiceThenEdit(t, "_ga; _ga_*", "_ga; _ga_*; _gcl_au")
	s := next.open("/fr/choice")
	if find(s.doc, func(n *html.Node) bool { return n.Data == "form" }) == nil {
		t.Fatal("a new tracker does not ask again")
	}
	if !strings.Contains(words(s.doc), "Depuis votre choix, la liste des cookies comprend aussi : _gcl_au.") {
		t.Errorf("the banner does not explain why it asks again: %q", words(s.doc))
	}
	s.submit("refuse")
	if next.granted()["campaigns"] || v.cookie("cookies_preferences") == next.cookie("cookies_preferences") {
		t.Error("the refusal did not replace the old choice")
	}
}

func TestRemovedTrackerAndChangedWordsDoNotAskAgain(t *testing.T) {
	t.Parallel()
	for name, change := range map[string][]string{
		"a tracker removed": {"VISITOR_*, YSC", "YSC"},
		"a comma":           {"Compter les visites et", "Compter les visites, et", "visits", "visits,"},
		"a duration":        {"13 mois", "12 mois", "13 months", "12 months"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, next := choiceThenEdit(t, change...)
			s := next.open("/fr/choice")
			if find(s.doc, func(n *html.Node) bool { return n.Data == "form" }) != nil {
				t.Error("the banner asks again")
			}
		})
	}
}

// C-20: nobody is asked again for a list that they declined.
func TestAddedTrackerLeavesThoseWhoRefusedInPeace(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	v := p.visitor(t)
	v.open("/fr/choice").submit("refuse")
	p.stop()
	next := startOn(t, p.registry, "--content", edited(t, "_ga; _ga_*", "_ga; _ga_*; _gcl_au")).visitor(t)
	next.give("cookies_preferences", v.cookie("cookies_preferences"))
	if s := next.open("/fr/choice"); find(s.doc, func(n *html.Node) bool { return n.Data == "form" }) != nil {
		t.Error("a visitor who refused is asked again")
	}
	var document struct {
		Scopes map[string]map[string][]string `json:"scopes"`
	}
	if err := json.Unmarshal([]byte(next.open("/charter.json").body), &document); err != nil {
		t.Fatal(err)
	}
	var old map[string][]string // the scope before the edit
	for _, opens := range document.Scopes {
		if opens["campaigns"] == nil {
			old = opens
		}
	}
	if len(document.Scopes) != 2 || old == nil || old["video"] == nil || old["audience"] == nil {
		t.Errorf("kit 2 would judge otherwise: %v", document.Scopes)
	}
}

// choiceThenEdit lets a visitor accept everything, restarts the program with an edited
// charter on the same registry, and returns the visitor at the old program and at the
// new one.
func choiceThenEdit(t *testing.T, replace ...string) (before, after *visitor) {
	t.Helper()
	p := start(t, "--content", demo())
	v := p.visitor(t)
	v.open("/fr/choice").submit("accept")
	if v.cookie("cookies_preferences") == "" {
		t.Fatal("nothing was accepted")
	}
	p.stop()
	next := startOn(t, p.registry, "--content", edited(t, replace...)).visitor(t)
	next.give("cookies_preferences", v.cookie("cookies_preferences"))
	next.give("charte-receipt", v.cookie("charte-receipt"))
	return v, next
}

// A form from before the edit may refuse but not accept: it did not show today's text.
func TestCharterChangedBetweenPageAndFormGrantsNothing(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	old := p.visitor(t).open("/fr/choice")
	p.stop()
	grown := startOn(t, p.registry, "--content", edited(t, "_ga; _ga_*", "_ga; _ga_*; _gcl_au"))
	for _, decision := range []string{"accept", "refuse"} {
		v := grown.visitor(t)
		old.visitor = v
		s := old.submit(decision)
		switch decision {
		case "accept":
			if s.status != http.StatusConflict || !strings.Contains(words(s.doc), "La charte a changé depuis que vous avez ouvert cette page") || v.cookie("cookies_preferences") != "" {
				t.Errorf("accept: status %d, cookie %q", s.status, v.cookie("cookies_preferences"))
			}
			if again := s.submit("accept"); again.status != http.StatusSeeOther {
				t.Errorf("the form shown again cannot be accepted: %d", again.status)
			}
		case "refuse":
			if s.status != http.StatusSeeOther || v.granted()["campaigns"] || v.cookie("cookies_preferences") == "" {
				t.Errorf("refuse: status %d, %v", s.status, v.granted())
			}
		}
	}
	var texts []string
	for _, r := range grown.records(t) {
		texts = append(texts, fmt.Sprint(r.Decision, " ", r.Text != ""))
	}
	if !slices.Equal(texts, []string{"accept true", "refuse true"}) {
		t.Errorf("recorded %v", texts)
	}
}

// After a change of wording only, the old form may grant, and the record cites its text.
func TestGrantCitesTheTextThatWasShown(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	old := p.visitor(t).open("/fr/choice")
	shown := attr(find(old.doc, func(n *html.Node) bool { return attr(n, "name") == "text" }), "value")
	p.stop()
	reworded := startOn(t, p.registry, "--content", edited(t, "Compter les visites", "Dénombrer les visites"))
	old.visitor = reworded.visitor(t)
	if s := old.submit("accept"); s.status != http.StatusSeeOther {
		t.Fatalf("status %d", s.status)
	}
	if rows := reworded.records(t); len(rows) != 1 || rows[0].Text != shown {
		t.Errorf("recorded %+v, want the text %s", rows, shown)
	}
}
