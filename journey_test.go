package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"charte/internal/consent"
)

// pageA is a portal page with a query: the way back must keep it whole.
const pageA = portalOrigin + "/explore/dataset/arbres/table/?q=chêne&sort=-date"

// onCharters runs a test on the shipped charter and on the demo charter.
func onCharters(t *testing.T, test func(t *testing.T, p *program)) {
	t.Helper()
	for name, args := range map[string][]string{"shipped": nil, "demo": {"--content", demo()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, start(t, args...))
		})
	}
}

// granted reads the choice as the platform's own reader does: split on "; " and
// "=", URI-decode, JSON-parse. It returns every key, purposes and tools alike.
func (v *visitor) granted() map[string]bool {
	v.t.Helper()
	value := v.cookie("cookies_preferences")
	if value == "" {
		return nil
	}
	text, err := url.PathUnescape(value)
	if err != nil {
		v.t.Fatal(err)
	}
	var keys map[string]any
	if err := json.Unmarshal([]byte(text), &keys); err != nil {
		v.t.Fatal(err)
	}
	booleans := map[string]bool{}
	for key, value := range keys {
		if b, ok := value.(bool); ok {
			booleans[key] = b
		}
	}
	return booleans
}

func TestFirstVisitShowsTheCharterAndSetsNothing(t *testing.T) {
	t.Parallel()
	onCharters(t, func(t *testing.T, p *program) {
		for language, title := range map[string]string{"fr": "Charte", "en": "charter"} {
			v := p.visitor(t, "Accept-Language", language)
			for _, path := range []string{"/", "/choice", "/" + language + "/choice", "/charter.json"} {
				if s := v.open(path); s.status != 200 || s.header.Get("Set-Cookie") != "" {
					t.Errorf("%s in %s: status %d, Set-Cookie %q", path, language, s.status, s.header.Get("Set-Cookie")) // C-01, X-02
				}
			}
			s := v.open("/")
			root := find(s.doc, func(n *html.Node) bool { return n.Data == "html" })
			if attr(root, "lang") != language || !strings.Contains(strings.ToLower(words(s.doc)), strings.ToLower(title)) {
				t.Errorf("GET / with Accept-Language %s shows %s in %q", language, s.address, attr(root, "lang"))
			}
			ticked := findAll(s.doc, func(n *html.Node) bool {
				return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "checked" })
			})
			if len(ticked) != 0 {
				t.Error("a box is ticked for a visitor who has not chosen") // C-07
			}
		}
		if v := p.visitor(t); v.cookie("cookies_preferences") != "" || len(p.records(t)) != 0 {
			t.Error("something was stored before any choice")
		}
	})
}

func TestBannerBringsTheVisitorBackToTheirPage(t *testing.T) {
	t.Parallel()
	onCharters(t, func(t *testing.T, p *program) {
		for _, decision := range []string{"refuse", "accept"} {
			v := p.visitor(t)
			s := v.open("/fr/choice?return=" + url.QueryEscape(pageA)).submit(decision)
			if s.status != http.StatusSeeOther || s.address != portalOrigin+"/explore/dataset/arbres/table/?q=ch%C3%AAne&sort=-date" { // B-11
				t.Errorf("%s: status %d, landed on %q", decision, s.status, s.address)
			}
			for id, on := range v.granted() {
				want := id == "functional_cookies" || decision == "accept"
				if isTool(id) && !toolsOfDemo(p, t)[id] {
					want = false // nobody was asked about a tool that no purpose names
				}
				if on != want {
					t.Errorf("%s: %s is %t", decision, id, on)
				}
			}
			if again := v.open("/fr/choice"); find(again.doc, func(n *html.Node) bool { return n.Data == "form" }) != nil {
				t.Errorf("after %s the banner asks again", decision) // C-20
			}
		}
	})
}

func isTool(id string) bool { return slices.Contains(consent.PlatformKeys(), id) }

// toolsOfDemo are the platform keys that some purpose of the charter opens.
func toolsOfDemo(p *program, t *testing.T) map[string]bool {
	t.Helper()
	var charter struct {
		Purposes []struct {
			Keys []string `json:"platform_keys"`
		}
	}
	if err := json.Unmarshal([]byte(p.visitor(t).open("/charter.json").body), &charter); err != nil {
		t.Fatal(err)
	}
	tools := map[string]bool{}
	for _, purpose := range charter.Purposes {
		for _, key := range purpose.Keys {
			tools[key] = true
		}
	}
	return tools
}

// C-08: the cookie says exactly what was ticked, for each of the 8 subsets.
func TestCustomGrantsExactlyWhatWasTicked(t *testing.T) {
	t.Parallel()
	onCharters(t, func(t *testing.T, p *program) {
		all := askedPurposes(p, t)
		for subset := range 1 << len(all) {
			var ticked []string
			for i, id := range all {
				if subset>>i&1 == 1 {
					ticked = append(ticked, id)
				}
			}
			v := p.visitor(t)
			s := v.open("/fr/?return="+url.QueryEscape(pageA)).submit("custom", ticked...)
			for _, id := range all {
				if v.granted()[id] != slices.Contains(ticked, id) {
					t.Errorf("ticked %v: %s is %t", ticked, id, v.granted()[id])
				}
				box := find(s.doc, func(n *html.Node) bool { return attr(n, "value") == id && attr(n, "type") == "checkbox" })
				shown := slices.ContainsFunc(box.Attr, func(a html.Attribute) bool { return a.Key == "checked" })
				if shown != slices.Contains(ticked, id) {
					t.Errorf("ticked %v: the form shows %s as %t", ticked, id, shown)
				}
			}
			if last := p.records(t); last[len(last)-1].Choice.Grants() != (len(ticked) > 0) {
				t.Errorf("ticked %v: recorded %v", ticked, last[len(last)-1].Choice)
			}
		}
	})
}

func askedPurposes(p *program, t *testing.T) []string {
	t.Helper()
	s := p.visitor(t).open("/fr/")
	var ids []string
	for _, box := range findAll(s.doc, func(n *html.Node) bool { return attr(n, "name") == "purpose" }) {
		ids = append(ids, attr(box, "value"))
	}
	if len(ids) != 3 {
		t.Fatalf("the charter asks about %v, want three purposes", ids)
	}
	return ids
}

// after a choice on the charter page it is confirmed there, in words, in
// the title, with the way back first.
func TestCharterConfirmsTheChoiceAndOffersTheWayBack(t *testing.T) {
	t.Parallel()
	onCharters(t, func(t *testing.T, p *program) {
		s := p.visitor(t).open("/fr/?return=" + url.QueryEscape(pageA)).submit("accept")
		status := find(s.doc, func(n *html.Node) bool { return attr(n, "role") == "status" })
		if status == nil {
			t.Fatal("no confirmation")
		}
		link := find(status, func(n *html.Node) bool { return n.Data == "a" })
		if link == nil || words(link) != "Revenir à la page" || !strings.HasPrefix(attr(link, "href"), portalOrigin+"/explore/") {
			t.Errorf("the first link of %q is not the way back", words(status))
		}
		if title := words(find(s.doc, func(n *html.Node) bool { return n.Data == "title" })); !strings.HasPrefix(title, "Choix enregistré") {
			t.Errorf("title %q", title)
		}
	})
}

func TestBrowserThatKeepsNoCookieIsToldSo(t *testing.T) {
	t.Parallel()
	p := start(t)
	s := p.visitor(t).open("/fr/?done=accept")
	status := find(s.doc, func(n *html.Node) bool { return attr(n, "role") == "status" })
	if status == nil || !strings.Contains(words(status), "ne garde pas") && !strings.Contains(words(status), "ne conserve") && !strings.Contains(words(status), "aucun cookie") {
		t.Fatalf("the page does not say that no cookie was kept: %q", words(s.doc)[:200])
	}
}

// C-15, P-07: withdrawing is another row; the grant's row stays, and is named.
func TestWithdrawalEndsTheReceiptAndKeepsTheProof(t *testing.T) {
	t.Parallel()
	onCharters(t, func(t *testing.T, p *program) {
		v := p.visitor(t)
		v.open("/fr/choice").submit("accept")
		receipt := v.cookie("charte-receipt")
		if receipt == "" {
			t.Fatal("a grant gave no receipt")
		}
		if s := v.open("/fr/receipt"); !strings.Contains(words(s.doc), receipt) {
			t.Error("the receipt page does not show the receipt")
		}
		v.open("/fr/").submit("refuse")
		if v.cookie("charte-receipt") != "" {
			t.Error("the receipt stayed after the withdrawal")
		}
		rows := p.records(t)
		if len(rows) != 2 || rows[0].Receipt != receipt || rows[1].Ends != receipt || rows[1].Receipt != "" || rows[1].Choice.Grants() {
			t.Errorf("recorded %+v", rows)
		}
	})
}

func TestChoiceCanBeChangedAndTheLastOneCounts(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	v := p.visitor(t)
	v.open("/en/choice").submit("refuse")
	v.open("/en/").submit("custom", "video")
	first := v.cookie("charte-receipt")
	v.open("/en/").submit("custom", "audience")
	if g := v.granted(); g["video"] || !g["audience"] || !g["matomo"] || g["ga"] {
		t.Errorf("the cookie says %v", g)
	}
	rows := p.records(t)
	if len(rows) != 3 || rows[2].Ends != first || rows[2].Receipt == "" || rows[2].Receipt == first || rows[2].Language != "en" {
		t.Errorf("recorded %+v", rows)
	}
}

// C-23: a refusal tells nobody apart from anybody, and neither does a grant.
func TestEqualChoicesOfOneDayAreEqualCookies(t *testing.T) {
	t.Parallel()
	p := start(t, "--rate-limit", "off")
	for _, decision := range []string{"refuse", "accept"} {
		values := map[string]bool{}
		form := p.visitor(t).open("/fr/choice")
		for range 1000 {
			v := p.visitor(t)
			form.visitor = v
			form.submit(decision)
			values[v.cookie("cookies_preferences")] = true
		}
		if len(values) != 1 {
			t.Errorf("1,000 times %s gave %d cookie values", decision, len(values))
		}
	}
	for _, r := range p.records(t) {
		if refusal := !r.Choice.Grants(); refusal && (r.Receipt != "" || !r.Time.Equal(r.Time.Truncate(24*time.Hour))) {
			t.Fatalf("a refusal holds a receipt or an hour: %+v", r)
		}
	}
}

// S-01, S-02, C-20.
func TestGlobalPrivacyControlIsARefusalUntilTheVisitorChooses(t *testing.T) {
	t.Parallel()
	onCharters(t, func(t *testing.T, p *program) {
		v := p.visitor(t, "Sec-GPC", "1")
		if s := v.open("/fr/choice"); find(s.doc, func(n *html.Node) bool { return n.Data == "form" }) != nil || v.cookie("cookies_preferences") != "" {
			t.Error("with Sec-GPC the banner asks, or a cookie was set")
		}
		s := v.open("/fr/")
		if !strings.Contains(words(s.doc), "GPC") && !strings.Contains(words(s.doc), "Global Privacy Control") {
			t.Error("the charter does not say why nothing is asked")
		}
		s.submit("accept")
		if rows := p.records(t); len(rows) != 1 || !rows[0].GPC || !rows[0].Choice.Grants() {
			t.Errorf("recorded %+v", rows)
		}
	})
}

// Tried before it was designed: with a tag on the state alone, the frame of page
// B was answered from the cache of page A, and the visitor landed on A.
func TestRefusalOnPageBLandsOnPageB(t *testing.T) {
	t.Parallel()
	onCharters(t, func(t *testing.T, p *program) {
		v := p.visitor(t)
		v.headers["Referer"] = portalOrigin + "/a?x=1"
		a := v.open("/choice")
		v.headers["Referer"] = portalOrigin + "/b?x=2"
		v.headers["If-None-Match"] = a.header.Get("ETag")
		b := v.open("/choice")
		if b.status != http.StatusOK {
			t.Fatalf("page B's frame was answered with %d", b.status)
		}
		if s := b.submit("refuse"); s.address != portalOrigin+"/b?x=2" {
			t.Errorf("landed on %s", s.address)
		}
	})
}

func TestCookieOfAnyOtherMakingAsksAgain(t *testing.T) {
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

// E05 §110, C-13: what is new is asked about, and named.
func TestAddedTrackerAsksAgainAndSaysWhy(t *testing.T) {
	t.Parallel()
	v, next := choiceThenEdit(t, "_ga; _ga_*", "_ga; _ga_*; _gcl_au")
	s := next.open("/fr/choice")
	if find(s.doc, func(n *html.Node) bool { return n.Data == "form" }) == nil {
		t.Fatal("a new tracker does not ask again")
	}
	if !strings.Contains(words(s.doc), "+ _gcl_au") || !strings.Contains(words(s.doc), "La liste des cookies a changé depuis votre choix") {
		t.Errorf("the banner does not say why it asks again: %q", words(s.doc))
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

// choiceThenEdit lets a visitor accept everything, restarts the program with an
// edited charter on the same registry, and returns the same visitor before and
// after.
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

// No grant for a text not shown: an old form may refuse, and may not accept.
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
			if s.status != http.StatusConflict || !strings.Contains(words(s.doc), "La charte a changé depuis l’affichage de cette page") || v.cookie("cookies_preferences") != "" {
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

// A changed word alone grants what was shown: the row cites the form's text.
func TestChangedWordsGrantTheTextThatWasShown(t *testing.T) {
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
