package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"charte/internal/charter"
	"charte/internal/portal"
)

// H-09: GET / uses the language that the portal sends, else that of the browser.
func TestRootRedirectsToTheVisitorsLanguage(t *testing.T) {
	t.Parallel()
	s := newService(t, shipped)
	for name, test := range map[string]struct{ target, accept, referer, want string }{
		"no preference":                     {"/", "", "", "/fr/"},
		"a browser in English":              {"/", "en-US,en;q=0.9,fr;q=0.8", "", "/en/"},
		"a browser in German":               {"/", "de", "", "/fr/"},
		"a browser in German, then English": {"/", "de,en;q=0.5", "", "/en/"},
		"Canadian French":                   {"/", "fr-CA", "", "/fr/"},
		"lang wins over the browser":        {"/?lang=en", "fr", "", "/en/"},
		"the portal's flg":                  {"/?flg=en-gb", "fr", "", "/en/"},
		"the portal's flg in French":        {"/?flg=fr-fr", "en", "", "/fr/"},
		"an unknown flg":                    {"/?flg=xx", "en", "", "/en/"},
		"the portal page's own flg":         {"/", "fr", portalOrigin + "/a?flg=en-gb", "/en/"},
		"broken Accept-Language":            {"/", ";;q=,en", "", "/fr/"},
		"endless Accept-Language":           {"/", strings.Repeat("en,", 5000), "", "/fr/"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := s.get(test.target, "Accept-Language", test.accept, "Referer", test.referer)
			got, _, _ := strings.Cut(w.Header().Get("Location"), "?")
			if w.Code != http.StatusFound || got != test.want {
				t.Errorf("redirected with %d to %q, want %q", w.Code, got, test.want)
			}
		})
	}
}

func TestRedirectAndLanguageSwitchKeepTheReturnAddress(t *testing.T) {
	t.Parallel()
	s := newService(t, shipped)
	back := "?back=" + portal.Encode(portalOrigin+"/a?b=c")
	for _, w := range []string{
		s.get("/" + back).Header().Get("Location"),
		s.get("/" + back + "&return=" + url.QueryEscape(portalOrigin+"/other")).Header().Get("Location"),
		s.get("/?return=" + url.QueryEscape(portalOrigin+"/a?b=c")).Header().Get("Location"),
		s.get("/", "Referer", portalOrigin+"/a?b=c").Header().Get("Location"),
	} {
		if w != "/fr/"+back {
			t.Errorf("Location %q", w)
		}
	}
	page := s.get("/fr/" + back).Body.String()
	if !strings.Contains(page, `href="/en/`+back+`" lang="en" hreflang="en"`) {
		t.Error("the language switch lacks the return address or its language")
	}
	for _, hostile := range []string{"https://evil.example/", "//evil.example", "javascript:alert(1)", `"><script>`} {
		for _, target := range []string{"/?return=", "/fr/?return=", "/fr/choice?return=", "/fr/?done=accept&return=", "/?back=", "/fr/?back=", "/fr/choice?back=", "/fr/?done=accept&back="} {
			sent := url.QueryEscape(hostile)
			if strings.HasSuffix(target, "back=") {
				sent = portal.Encode(hostile)
			}
			w := s.get(target + sent)
			if strings.Contains(w.Body.String()+w.Header().Get("Location"), sent) {
				t.Errorf("%s%s is returned as it was sent", target, hostile)
			}
			if strings.Contains(w.Body.String()+w.Header().Get("Location"), "evil") || strings.Contains(w.Body.String(), "alert(1)") || strings.Contains(w.Body.String(), "<script") {
				t.Errorf("%s%s is part of the response", target, hostile)
			}
		}
	}
}

// The pages of the service pass the return address in the query, so a Referer of the
// service is not one. Two return fields are ambiguous and count as no address.
func TestPagesOfTheServiceAndDuplicateReturnsAreIgnored(t *testing.T) {
	t.Parallel()
	s := newService(t, shipped)
	page := url.QueryEscape(portalOrigin + "/a")
	for name, w := range map[string]string{
		"from the charter":  s.get("/", "Referer", base+"/fr/").Header().Get("Location"),
		"two return fields": s.get("/?return=" + page + "&return=" + page).Header().Get("Location"),
		"two back fields":   s.get("/?back=" + portal.Encode(portalOrigin+"/a") + "&back=" + portal.Encode(portalOrigin+"/a")).Header().Get("Location"),
		"an empty back":     s.get("/?back=&return="+page, "Referer", portalOrigin+"/a").Header().Get("Location"),
		"not base64url":     s.get("/?back="+page, "Referer", portalOrigin+"/a").Header().Get("Location"),
		"an empty return":   s.get("/?return=", "Referer", portalOrigin+"/a").Header().Get("Location"),
	} {
		if w != "/fr/" {
			t.Errorf("%s: %q", name, w)
		}
	}
}

// If return is not a page of a portal, the visitor goes to the portal's home, or to the
// charter if the form was there.
func TestWithoutAReturnAddressTheVisitorGoesHome(t *testing.T) {
	t.Parallel()
	s := newService(t, shipped)
	for surface, want := range map[string]string{"banner": portalOrigin + "/", "charter": "/fr/?done=refuse"} {
		for _, back := range []string{"", "https://evil.example/", "//evil.example"} {
			for _, w := range []*httptest.ResponseRecorder{
				s.post("/fr/choice", url.Values{"decision": {"refuse"}, "surface": {surface}, "return": {back}}),
				s.post("/fr/choice?back="+portal.Encode(back), url.Values{"decision": {"refuse"}, "surface": {surface}}),
			} {
				if w.Header().Get("Location") != want {
					t.Errorf("from the %s with %q: %q, want %q", surface, back, w.Header().Get("Location"), want)
				}
			}
		}
	}
}

func TestSlashIsAddedAndTheQueryKept(t *testing.T) {
	t.Parallel()
	s := newService(t, shipped)
	if w := s.get("/en?flg=fr"); w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != "/en/?flg=fr" {
		t.Errorf("%d to %q", w.Code, w.Header().Get("Location"))
	}
}

// The statement shows what the front matter declares, and that of the portal is linked.
func TestStatementComesFromTheFrontMatter(t *testing.T) {
	t.Parallel()
	declared := func(s charter.Statement) func(*setup) {
		return func(c *setup) { c.Charter.Accessibility = s }
	}
	s := newService(t, demo, declared(charter.Statement{State: "non", Scheme: "https://ville.example/schema", Contact: "a11y@ville.example"}))
	if page := s.get("/fr/accessibility").Body.String(); !strings.Contains(page, "https://ville.example/schema") || !strings.Contains(page, "a11y@ville.example") || !strings.Contains(page, "non conforme") {
		t.Errorf("the statement lacks what was declared: %s", page)
	}
	s = newService(t, demo, declared(charter.Statement{Address: "https://ville.example/accessibilite"}))
	for _, path := range []string{"/fr/", "/fr/accessibility"} {
		if !strings.Contains(s.get(path).Body.String(), `href="https://ville.example/accessibilite"`) {
			t.Errorf("%s does not lead to the portal's statement", path)
		}
	}
}
