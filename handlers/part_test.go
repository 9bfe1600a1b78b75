package handlers_test

import (
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"charte/internal/consent"
	"charte/internal/proof"
)

// An include copies the fragment into a page of the portal, whatever that page's request
// was: it must depend on the visitor's cookie and signals alone, and no cache may keep it.
func TestPartIsForNoCacheAndForNoPage(t *testing.T) {
	t.Parallel()
	s := below(t)
	plain := s.get("/charte/fr/part")
	if plain.Code != http.StatusOK || !strings.Contains(plain.Body.String(), `<form class="panel"`) {
		t.Fatalf("%d %s", plain.Code, plain.Body)
	}
	for name, headers := range map[string][]string{
		"a visitor from a search engine": {"Referer", "https://search.example/?q=eau", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "document", "Sec-Fetch-Storage-Access", "none"},
		"a page of the portal":           {"Referer", base + "/dataset?q=1", "Sec-Fetch-Site", "same-origin"},
		"compression":                    {"Accept-Encoding", "gzip, br"},
		"a revalidation":                 {"If-None-Match", "*", "If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"},
		"a range":                        {"Range", "bytes=0-1"},
	} {
		w := s.get("/charte/fr/part", headers...)
		h := w.Header()
		if w.Code != http.StatusOK || w.Body.String() != plain.Body.String() || h.Get("Content-Encoding") != "" {
			t.Errorf("%s: %d, %v, or another fragment", name, w.Code, h)
		}
		if h.Get("Cache-Control") != "no-store, no-transform" || h.Get("Etag")+h.Get("Last-Modified")+h.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", name, h)
		}
	}
	for _, want := range []string{"Cookie", "Sec-GPC", "Accept-Language"} {
		if vary := s.get("/charte/part").Header().Get("Vary"); !strings.Contains(vary, want) {
			t.Errorf("Vary is %q", vary)
		}
	}
	for _, path := range []string{"/charte/part", "/charte/br/part", "/charte/pt-BR/part"} { // also where the charter lacks the page's language
		w := s.get(path, "Accept-Language", "en", "Referer", base+"/?flg=fr")
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `<section class="part" hidden lang="en"`) || w.Header().Get("Content-Language") != "en" {
			t.Errorf("%s is not in the browser's language: %d %s", path, w.Code, w.Body)
		}
	}
}

// a portal's policy needs no exception for the fragment.
func TestPartHoldsNoScriptAndNoStyleAndLinksOneSheet(t *testing.T) {
	t.Parallel()
	s := below(t)
	refused := holding(s.post("/charte/fr/choice?part", url.Values{"decision": {"refuse"}}))
	for _, cookies := range []string{"", refused} {
		body := s.get("/charte/fr/part", "Cookie", cookies).Body.String()
		if match := regexp.MustCompile(`(?i)<script|<style|<h1| style=| on[a-z]+=|javascript:|<iframe|<img|autofocus|tabindex`).FindString(body); match != "" {
			t.Errorf("%q in %s", match, body)
		}
		sheets := regexp.MustCompile(`<link rel="stylesheet" href="(/charte/static/[0-9a-f]{16}/part\.css)">`).FindAllStringSubmatch(body, -1)
		if len(sheets) != 1 {
			t.Fatalf("%d sheets in %s", len(sheets), body)
		}
		w := s.get(sheets[0][1])
		if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("the sheet: %d %v", w.Code, w.Header())
		}
		css := w.Body.String()
		if match := regexp.MustCompile(`:root|\bbody\b|\bhtml\b|\bh1\b|[0-9]rem\b`).FindString(css); match != "" || !strings.Contains(css, ":host{all:initial!important") {
			t.Errorf("the sheet has %q: %s", match, css)
		}
	}
}

func TestPartShowsBannerHandleOrNothing(t *testing.T) {
	t.Parallel()
	s, without := below(t), below(t, func(c *setup) { c.Config.Handle = false })
	refused := holding(s.post("/charte/fr/choice?part", url.Values{"decision": {"refuse"}}))
	for name, c := range map[string]struct {
		s            *service
		headers      []string
		form, handle bool
		recorded     bool
	}{
		"undecided":              {s, nil, true, false, false},
		"refused":                {s, []string{"Cookie", refused}, false, true, true},
		"a signal":               {s, []string{"Sec-GPC", "1"}, false, true, false},
		"undecided, no handle":   {without, nil, true, false, false},
		"refused, no handle":     {without, []string{"Cookie", refused}, false, false, true},
		"a signal and no handle": {without, []string{"Sec-GPC", "1"}, false, false, false},
	} {
		body := c.s.get("/charte/fr/part", c.headers...).Body.String()
		form, handle := strings.Contains(body, "<form"), !strings.Contains(body, "<form") && strings.Contains(body, `class="handle"`)
		if form != c.form || handle != c.handle || strings.Contains(body, `class="done"`) != c.recorded || (body == "") != (!c.form && !c.handle && !c.recorded) {
			t.Errorf("%s: %s", name, body)
		}
	}
}

// The way back is the address of the page that sent the form, as far as that page's
// Referrer-Policy names it.
func TestAChoiceInThePageLeadsBackToIt(t *testing.T) {
	t.Parallel()
	s := below(t)
	for referer, want := range map[string]string{
		base + "/dataset?q=eau&r=1":    base + "/dataset?q=eau&r=1#charte", // same-origin, strict-origin-when-cross-origin …
		base + "/":                     base + "/#charte",                  // origin, strict-origin
		"":                             base + "/#charte",                  // no-referrer
		base + "/charte/fr/":           base + "/#charte",
		"https://evil.test/a":          base + "/#charte",
		base + "@evil.test/":           base + "/#charte",
		"https://evil.test/?" + base:   base + "/#charte",
		base + "/charte/../a%0d%0aX:1": base + "/charte/../a%0d%0aX:1#charte",
	} {
		fields := url.Values{"decision": {"refuse"}, "surface": {"banner"}}
		w := s.post("/charte/fr/choice?part", fields, "Referer", referer)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
			t.Errorf("%q leads to %q, want %q", referer, got, want)
		}
	}
	foreign := s.post("/charte/fr/choice?part", url.Values{"decision": {"refuse"}}, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.test")
	if foreign.Code != http.StatusForbidden || preferences(foreign) != nil {
		t.Errorf("a form of another site: %d", foreign.Code)
	}
}

// P-01: a grant in the portal's page cites the fragment, and both are kept.
func TestAGrantInThePageCitesTheFragment(t *testing.T) {
	t.Parallel()
	s := below(t)
	text := s.text("/charte/fr/part")
	if text == s.text("/charte/fr/choice") {
		t.Error("the fragment has the version of the frame")
	}
	w := s.post("/charte/fr/choice?part", url.Values{"decision": {"accept"}, "surface": {"banner"}, "text": {text}}, "Referer", base+"/a")
	if w.Code != http.StatusSeeOther || preferences(w) == nil {
		t.Fatalf("%d", w.Code)
	}
	row := s.rows()[0]
	if row.Text != text || row.Decision != consent.Accept || row.Portal != base {
		t.Errorf("%+v", row)
	}
	shown, kept, err := proof.Replay(t.Context(), s.registry.Registry, text, t.TempDir())
	if err != nil || shown.CSS == "" || !strings.Contains(string(kept.HTML), "shadowrootmode") || !strings.Contains(string(kept.CSS), ":host") {
		t.Errorf("%+v, %v", shown, err)
	}
	view, err := os.ReadFile(shown.View) // its bytes are not the text's: a fragment alone has no encoding
	if err != nil || !strings.HasPrefix(string(view), `<!doctype html><html lang="fr"><head><meta charset="utf-8">`) || !strings.Contains(string(view), `href="`+text[:12]+`.css"`) {
		t.Errorf("%v, a copy for a browser that is no document: %s", err, view)
	}
}

// Where the registry is down, the fragment asks and cannot grant; nothing else breaks.
func TestPartWithoutARegistryCannotGrant(t *testing.T) {
	t.Parallel()
	s := below(t)
	s.registry.textError = errDown
	body := s.get("/charte/fr/part").Body.String()
	if !strings.Contains(body, `name="text" value=""`) {
		t.Errorf("%s", body)
	}
	w := s.post("/charte/fr/choice?part", url.Values{"decision": {"refuse"}, "surface": {"banner"}}, "Referer", base+"/a")
	if w.Code != http.StatusSeeOther || preferences(w) == nil {
		t.Errorf("a refusal: %d", w.Code)
	}
}
