package tests

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"charte/internal/consent"
)

// pageA is a portal page with a query, which the return address must preserve.
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

// granted decodes the cookie as the platform's own reader does: split on "; " and "=",
// URI-decode, JSON-parse. It returns every key, of purposes and of tools.
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
				t.Errorf("%s: status %d, redirected to %q", decision, s.status, s.address)
			}
			for id, on := range v.granted() {
				want := id == "functional_cookies" || decision == "accept"
				if isTool(id) && !toolsOfDemo(p, t)[id] {
					want = false // no purpose names this tool
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

// toolsOfDemo returns the platform keys that the charter's purposes contain.
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

// C-08: the cookie contains exactly what was ticked, for each of the 8 subsets.
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

// after a choice on the charter page, the page and its title confirm it in words,
// and the first link leads back to the portal.
func TestCharterConfirmsTheChoiceAndOffersTheWayBack(t *testing.T) {
	t.Parallel()
	onCharters(t, func(t *testing.T, p *program) {
		s := p.visitor(t).open("/fr/?return=" + url.QueryEscape(pageA)).submit("accept")
		status := find(s.doc, func(n *html.Node) bool { return attr(n, "role") == "status" })
		if status == nil {
			t.Fatal("no confirmation")
		}
		link := find(status, func(n *html.Node) bool { return n.Data == "a" })
		if link == nil || words(link) != "Revenir au portail" || !strings.HasPrefix(attr(link, "href"), portalOrigin+"/explore/") {
			t.Errorf("the first link of %q is not the way back", words(status))
		}
		if title := words(find(s.doc, func(n *html.Node) bool { return n.Data == "title" })); !strings.HasPrefix(title, "Choix enregistré") {
			t.Errorf("title %q", title)
		}
	})
}

func TestConfirmationWarnsIfTheBrowserBlocksCookies(t *testing.T) {
	t.Parallel()
	p := start(t)
	s := p.visitor(t).open("/fr/?done=accept")
	status := find(s.doc, func(n *html.Node) bool { return attr(n, "role") == "status" })
	if status == nil || !strings.Contains(words(status), "n’a pas gardé") && !strings.Contains(words(status), "ne conserve") && !strings.Contains(words(status), "aucun cookie") {
		t.Fatalf("the page does not report that the browser blocked the cookie: %q", words(s.doc)[:200])
	}
}

// An early prototype put only the visitor's state into the ETag. The browser then
// showed page A's cached frame on page B, and the choice led back to page A.
func TestRefusalOnPageBReturnsToPageB(t *testing.T) {
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
			t.Errorf("redirected to %s", s.address)
		}
	})
}
