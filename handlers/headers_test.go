package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// answers returns responses with every status that the service sends.
func answers(t *testing.T) map[string]*httptest.ResponseRecorder {
	t.Helper()
	s := newService(t, demo)
	tag := s.get("/fr/").Header().Get("ETag")
	all := map[string]*httptest.ResponseRecorder{
		"200 charter":       s.get("/fr/"),
		"200 charter.json":  s.get("/charter.json"),
		"200 static":        s.get(stylesheet(t, s)),
		"200 receipt":       s.get("/en/receipt"),
		"200 accessibility": s.get("/fr/accessibility"),
		"200 gpc":           s.get("/.well-known/gpc.json"),
		"200 health":        s.get("/healthz"),
		"200 spacer":        s.get("/embed/width"),
		"304 spacer":        s.get("/embed/width", "If-None-Match", `W/"32000x1"`),
		"404 spacer":        s.get("/embed/depth"),
		"301":               s.get("/fr"),
		"302":               s.get("/"),
		"303 banner":        s.post("/fr/choice", s.accept()),
		"303 charter":       s.post("/fr/choice", url.Values{"decision": {"refuse"}, "surface": {"charter"}}),
		"304":               s.get("/fr/", "If-None-Match", tag),
		"400":               s.post("/fr/choice", url.Values{"decision": {"x"}}),
		"403":               s.post("/fr/choice", s.accept(), "Sec-Fetch-Site", "cross-site"),
		"404":               s.get("/wp-login.php"),
		"404 language":      s.get("/xx/"),
		"404 static":        s.get("/static/0/charte.css"),
		"405":               s.do(request(http.MethodPut, "/fr/", nil)),
		"409":               s.post("/fr/choice", url.Values{"decision": {"accept"}}),
		"413":               s.post("/fr/choice", url.Values{"return": {strings.Repeat("a", 9000)}}),
		"415":               s.do(request(http.MethodPost, "/fr/choice", strings.NewReader("x"), "Content-Type", "text/plain")),
		"431":               s.get("/fr/", "Cookie", strings.Repeat("a=b; ", 9000)),
	}
	foreignHost := request(http.MethodGet, "/fr/", nil)
	foreignHost.Host = "evil.example"
	all["421"] = s.do(foreignHost)
	form := s.accept()
	s.registry.appendError = errDown
	all["503"] = s.post("/fr/choice", form)
	s.registry.panics = true
	all["500"] = s.post("/fr/choice", form)
	return all
}

func stylesheet(t *testing.T, s *service) string {
	t.Helper()
	_, after, _ := strings.Cut(s.get("/fr/").Body.String(), `<link rel="stylesheet" href="`)
	return after[:strings.IndexByte(after, '"')]
}

// every response has the same headers, whatever its status.
func TestEveryAnswerHasTheSameSecurityHeaders(t *testing.T) {
	t.Parallel()
	for name, w := range answers(t) {
		if status := strings.Fields(name)[0]; http.StatusText(w.Code) == "" || status != strings.Fields(w.Result().Status)[0] {
			t.Errorf("%s: status %d", name, w.Code)
		}
		for header, want := range map[string]string{
			"Content-Security-Policy":      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self' " + portalOrigin + "; frame-ancestors 'none'",
			"X-Frame-Options":              "DENY",
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "strict-origin-when-cross-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-site",
			"Cross-Origin-Embedder-Policy": "require-corp",
			"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
			"Strict-Transport-Security":    "max-age=31536000",
		} {
			got := w.Header().Values(header)
			if header == "Content-Security-Policy" && len(got) == 1 {
				got = []string{withoutHash(got[0])}
			}
			if len(got) != 1 || got[0] != want {
				t.Errorf("%s: %s is %q, want %q", name, header, got, want)
			}
		}
		if w.Header().Get("Clear-Site-Data") != "" || w.Header().Get("Server") != "" { // B-10, X-21
			t.Errorf("%s: %v", name, w.Header())
		}
		if w.Body.Len() > 0 && !strings.Contains(w.Header().Get("Content-Type"), "charset=utf-8") && !strings.Contains(name, "gpc") && !strings.Contains(name, "200 spacer") {
			t.Errorf("%s: Content-Type %q", name, w.Header().Get("Content-Type"))
		}
	}
}

// withoutHash removes the hash of the banner's style element from a policy. Only the
// banner after an error has one among these responses.
func withoutHash(policy string) string {
	before, after, found := strings.Cut(policy, " 'sha256-")
	if !found {
		return policy
	}
	_, after, _ = strings.Cut(after, "'")
	return before + after
}

// every error has a page in the visitor's language, without
// internal details.
func TestEveryErrorIsATranslatedPage(t *testing.T) {
	t.Parallel()
	for name, w := range answers(t) {
		if w.Code < 400 {
			continue
		}
		body := w.Body.String()
		for _, part := range []string{`<html lang="fr"`, "<main", "<h1", `href="/fr/"`} {
			if !strings.Contains(body, part) && !(strings.Contains(body, `value="banner"`) && part == `href="/fr/"`) {
				t.Errorf("%s lacks %q", name, part)
			}
		}
		if w.Header().Get("Cache-Control") != "no-store, no-transform" || w.Header().Get("Content-Language") != "fr" {
			t.Errorf("%s: Cache-Control %q, Content-Language %q", name, w.Header().Get("Cache-Control"), w.Header().Get("Content-Language"))
		}
		for _, leak := range []string{"goroutine", "canary", "database is gone", "sql"} {
			if strings.Contains(body, leak) {
				t.Errorf("%s shows %q", name, leak)
			}
		}
	}
}

func TestErrorPageUsesTheLanguageOfThePathOrTheBrowser(t *testing.T) {
	t.Parallel()
	s := newService(t, shipped)
	for _, w := range []*httptest.ResponseRecorder{
		s.get("/nothing", "Accept-Language", "en-GB,en;q=0.9,fr;q=0.1"),
		s.get("/en/nothing", "Accept-Language", "en"),
		s.post("/en/choice", url.Values{"decision": {"x"}}),
		s.do(request(http.MethodDelete, "/en/choice", nil)),
	} {
		if !strings.Contains(w.Body.String(), `<html lang="en"`) || !strings.Contains(w.Body.String(), "<title>Error") && w.Code != 400 {
			t.Errorf("%d is not in English", w.Code)
		}
	}
}

// RFC 9110 §15.5.6.
func TestWrongMethodGetsAllow(t *testing.T) {
	t.Parallel()
	s := newService(t, shipped)
	for target, want := range map[string]string{
		"/fr/": "GET, HEAD", "/": "GET, HEAD", "/fr/choice": "GET, HEAD, POST", "/charter.json": "GET, HEAD", "/healthz": "GET, HEAD",
	} {
		for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodTrace, http.MethodOptions} {
			w := s.do(request(method, target, nil))
			if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != want {
				t.Errorf("%s %s: %d, Allow %q, want %q", method, target, w.Code, w.Header().Get("Allow"), want)
			}
		}
	}
}

func TestHeadAnswersAsGetWithoutABody(t *testing.T) {
	t.Parallel()
	s := newService(t, shipped)
	for _, target := range []string{"/", "/fr/", "/en/choice", "/choice", "/charter.json", "/.well-known/gpc.json", "/healthz", "/fr/receipt", "/fr/accessibility", stylesheet(t, s)} {
		get, head := s.get(target), s.do(request(http.MethodHead, target, nil))
		if head.Code != get.Code || head.Body.Len() != 0 && target != "/healthz" || head.Header().Get("ETag") != get.Header().Get("ETag") || head.Header().Get("Content-Length") != get.Header().Get("Content-Length") {
			t.Errorf("HEAD %s: %d with %d bytes, GET %d", target, head.Code, head.Body.Len(), get.Code)
		}
	}
}

// GET has no effect: it sets no cookie and records nothing.
func TestNoGetSetsACookie(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	granted := holding(s.post("/fr/choice", s.accept()))
	for _, target := range []string{"/", "/fr/", "/fr/?done=accept&decision=accept&purpose=video", "/choice?decision=accept", "/fr/choice?kit", "/fr/receipt", "/charter.json", "/healthz"} {
		for _, cookie := range []string{"", granted, "cookies_preferences=x"} {
			if w := s.get(target, "Cookie", cookie); len(w.Header().Values("Set-Cookie")) != 0 {
				t.Errorf("GET %s with %q sets %q", target, cookie, w.Header().Values("Set-Cookie"))
			}
		}
	}
	if n := len(s.rows()); n != 1 {
		t.Errorf("%d rows", n)
	}
}

// X-06, B-04.
func TestOnlyTheBannerMayBeFramedAndOnlyByPortals(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	for name, test := range map[string]struct {
		w         *httptest.ResponseRecorder
		ancestors string
		form      bool
	}{
		"the banner":                    {s.get("/fr/choice", "Sec-Fetch-Site", "same-site", "Sec-Fetch-Dest", "iframe"), portalOrigin, true},
		"the banner in any language":    {s.get("/choice"), portalOrigin, true},
		"the banner on a foreign site":  {s.get("/choice", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "iframe"), "*", false},
		"a foreign site, an old engine": {s.get("/choice", "Sec-Fetch-Site", "cross-site"), "*", false},
		"a link from a foreign site":    {s.get("/fr/choice", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "document"), portalOrigin, true},
	} {
		policy := test.w.Header().Get("Content-Security-Policy")
		if !strings.HasSuffix(policy, "frame-ancestors "+test.ancestors) || test.w.Header().Get("X-Frame-Options") != "" {
			t.Errorf("%s: %s", name, policy)
		}
		if strings.Contains(test.w.Body.String(), "<form") != test.form {
			t.Errorf("%s: a form %t", name, !test.form)
		}
	}
}
