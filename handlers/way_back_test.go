package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"charte/internal/portal"
)

// The link above the title leads to the portal's page that one came from, and nowhere else.
func TestTheWayBackLeadsToThePortalOnly(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	page := portalOrigin + "/explore/?q=eau&sort=modified"
	link := `<p class="way-back"><a href="` + strings.ReplaceAll(page, "&", "&amp;") + `">`
	for target, shown := range map[string]bool{
		"/fr/?return=" + url.QueryEscape(page): true,
		"/fr/?back=" + portal.Encode(page):     true,
		"/fr/":                                 false,
		"/fr/?return=https://evil.example/":    false,
		"/fr/?return=//evil.example/":          false,
		"/fr/?return=javascript:alert(1)":      false,
		"/fr/?return=/fr/receipt":              false,
		"/fr/?return=" + url.QueryEscape(page) + "&return=https://evil.example/": false,
		"/fr/?done=refuse&back=" + portal.Encode(page):                           false, // the notice has a button
	} {
		body := s.get(target).Body.String()
		if strings.Contains(body, link) != shown || !shown && strings.Contains(body, "way-back") {
			t.Errorf("%s: the link is there: %v, want %v", target, !shown, shown)
		}
	}
	if body := s.get("/fr/", "Referer", page).Body.String(); !strings.Contains(body, link) {
		t.Error("the Referer of the portal gives no way back")
	}
	withLink, without := s.text("/fr/?return="+url.QueryEscape(page)), s.text("/fr/")
	if withLink != without {
		t.Error("the link changes the text version") // it belongs to one visitor
	}
}

// A visitor who does not read the language of an error can change it.
func TestErrorsKeepTheLanguageSwitch(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	for _, target := range []string{"/fr/nothing", "/nothing?lang=fr"} {
		body := s.get(target).Body.String()
		if !strings.Contains(body, "page introuvable") || !strings.Contains(body, `<a href="/en/" lang="en" hreflang="en">`) {
			t.Errorf("%s has no language switch:\n%s", target, body)
		}
	}
}

// The receipt gives the address to write to; without one it refers to the charter.
func TestReceiptGivesTheAddressToWriteTo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ dpo, contact, want string }{
		"the officer":    {"dpd@ville.example", "https://ville.example/contact", `href="mailto:dpd@ville.example"`},
		"the controller": {"", "https://ville.example/contact", `href="https://ville.example/contact"`},
		"none":           {"", "", "voyez la charte"},
	} {
		s := newService(t, demo, func(c *setup) {
			c.Charter.Controller.DPO, c.Charter.Controller.Contact = test.dpo, test.contact
		})
		w := s.post("/fr/choice", s.accept())
		body := s.get("/fr/receipt", "Cookie", holding(w)).Body.String()
		if !strings.Contains(body, test.want) {
			t.Errorf("%s: the receipt lacks %q:\n%s", name, test.want, body)
		}
	}
}
