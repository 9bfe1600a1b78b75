package tests

import (
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func ordinary() string {
	return filepath.Join("..", "internal", "charter", "testdata", "ordinary")
}

// keys returns what the visitor's choice cookie contains.
func (v *visitor) keys() map[string]any {
	v.t.Helper()
	text, err := url.PathUnescape(v.cookie("cookies_preferences"))
	if err != nil {
		v.t.Fatal(err)
	}
	keys := map[string]any{}
	if err := json.Unmarshal([]byte(text), &keys); err != nil {
		v.t.Fatalf("%q: %v", text, err)
	}
	return keys
}

// H-04: one action without a script, confirmed, counted, and never recorded.
func TestObjectionIsConfirmedCountedAndNotRecorded(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", ordinary(), "--admin", "localhost:0")
	v := p.visitor(t)
	v.post("/fr/choice", url.Values{"decision": {"object"}, "purpose": {"audience"}, "surface": {"charter"}})
	if keys := v.keys(); keys["matomo"] != false || keys["objected"] != "audience" {
		t.Errorf("stored %v", keys)
	}
	page := v.open("/fr/")
	if find(page.doc, func(n *html.Node) bool { return attr(n, "name") == "decision" && attr(n, "value") == "allow" }) == nil {
		t.Error("the objection cannot be taken back")
	}
	if status, metrics := ask(t, p.admin(t)+"/metrics"); status != http.StatusOK || !strings.Contains(metrics, `charte_objections_total{decision="object"} 1`) {
		t.Error("the objection is not counted")
	}
	p.stop() // writes the tally
	if rows := p.records(t); len(rows) != 0 {
		t.Errorf("recorded %+v", rows)
	}
	next := startOn(t, p.registry, "--content", ordinary(), "--admin", "localhost:0")
	if _, page := ask(t, next.admin(t)+"/en/"); !strings.Contains(page, "Objections to exempt purposes") || !strings.Contains(page, "Audience measurement") {
		t.Error("the operator does not see the objection")
	}
}

// After an upgrade, a charter that gains objection asks nobody; one that loses the
// platform's key asks exactly those whose cookie has it open.
func TestEditsOfExemptMeasurementAskOnlyThoseWhoseCookieWouldBeWrong(t *testing.T) {
	t.Parallel()
	const keys = "    objection: true\n    platform_keys: [matomo]\n    self_assessment: https://www.exemple.fr/mesure-audience\n    opt_out_cookies: [mtm_consent_removed=1]\n"
	before, after := editedFrom(t, ordinary(), keys, ""), editedFrom(t, ordinary(), "    platform_keys: [matomo]\n", "")
	p := start(t, "--content", before)
	old := p.visitor(t)
	old.open("/fr/choice").submit("accept")
	if strings.Contains(old.cookie("cookies_preferences"), "objected") {
		t.Errorf("a charter without the new keys writes them: %v", old.keys())
	}
	p.stop()
	p = startOn(t, p.registry, "--content", ordinary())
	cookies := map[string]string{"chose before the edit": old.cookie("cookies_preferences")}
	for name, decision := range map[string]string{"accepted": "accept", "refused, and so objected": "refuse"} {
		v := p.visitor(t)
		v.open("/fr/choice").submit(decision)
		cookies[name] = v.cookie("cookies_preferences")
	}
	asked := func(p *program, cookie string) bool {
		v := p.visitor(t)
		v.give("cookies_preferences", cookie)
		return find(v.open("/fr/choice").doc, func(n *html.Node) bool { return n.Data == "form" }) != nil
	}
	for name, cookie := range cookies {
		if asked(p, cookie) {
			t.Errorf("%s: asked by the charter with objection", name)
		}
	}
	p.stop()
	p = startOn(t, p.registry, "--content", after)
	for name, cookie := range cookies {
		if got, want := asked(p, cookie), name == "accepted"; got != want {
			t.Errorf("%s: asked %t by the charter without the key, want %t", name, got, want)
		}
	}
}
