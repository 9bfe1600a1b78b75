package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"charte/handlers"
	"charte/internal/portal"
)

// below is the service at /charte on a host that is a portal too.
func below(t testing.TB, changes ...func(*setup)) *service {
	return newService(t, demo, append([]func(*setup){func(c *setup) {
		c.BaseURL, c.CookieDomain = addressed(t, base+"/charte"), ""
		c.Portals = portal.NewList(c.BaseURL, []string{base, portalOrigin})
		c.Config.Handle = true
	}}, changes...)...)
}

var addressOf = regexp.MustCompile(` (?:href|src|action)="(/[^"]*)"`)

// Every address in every page is below the path and is answered.
func TestEveryAddressIsBelowTheBasePath(t *testing.T) {
	t.Parallel()
	s := below(t)
	seen := map[string]bool{}
	granted := holding(s.post("/charte/fr/choice", url.Values{"decision": {"accept"}, "text": {s.text("/charte/fr/choice")}}))
	open := []string{"/charte/fr/", "/charte/en/", "/charte/fr/choice", "/charte/choice?kit", "/charte/fr/receipt", "/charte/fr/accessibility", "/charte/fr/missing"}
	for len(open) > 0 {
		target := open[0]
		open = open[1:]
		for _, cookies := range []string{"", granted} {
			w := s.get(target, "Cookie", cookies, "Referer", base+"/dataset")
			if w.Code != http.StatusOK && target != "/charte/fr/missing" {
				t.Errorf("%s answers %d", target, w.Code)
			}
			for _, match := range addressOf.FindAllStringSubmatch(w.Body.String(), -1) {
				address, _, _ := strings.Cut(strings.ReplaceAll(match[1], "&amp;", "&"), "#")
				if !strings.HasPrefix(address, "/charte/") || strings.Contains(address, "//") {
					t.Errorf("%s refers to %s", target, address)
				}
				if !seen[address] && address != "" {
					seen[address] = true
					open = append(open, address)
				}
			}
		}
	}
	if len(seen) < 10 {
		t.Errorf("only %d addresses seen", len(seen))
	}
}

func TestNothingOutsideTheBasePathIsAnswered(t *testing.T) {
	t.Parallel()
	s := below(t)
	for _, target := range []string{
		"/", "/fr/", "/choice", "/fr/choice", "/charter.json", "/embed.js", "/embed/width", "/healthz", "/.well-known/gpc.json", "/robots.txt",
		"/charte/.well-known/gpc.json", "/charte/robots.txt", "/chartex/fr/", "/charte//", "/charte//fr/", "//charte/fr/", "//evil.test/charte/fr/",
		"/charte/../fr/", "/charte/%2e%2e/fr/", "/ch%61rte/fr/", "/charte%2ffr/", "/Charte/fr/", "/fr/charte/",
	} {
		if w := s.get(target); w.Code != http.StatusNotFound || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s: %d, %v", target, w.Code, w.Header())
		}
	}
	if w := s.post("/fr/choice", url.Values{"decision": {"refuse"}}); w.Code != http.StatusNotFound || len(w.Result().Cookies()) > 0 {
		t.Errorf("a choice outside the path: %d, %v", w.Code, w.Header())
	}
	for _, target := range []string{"/charte/healthz", "/charte/readyz"} {
		if w := s.get(target); w.Code != http.StatusOK {
			t.Errorf("%s answers %d", target, w.Code)
		}
	}
}

func TestRedirectsStayBelowTheBasePath(t *testing.T) {
	t.Parallel()
	s := below(t)
	for target, want := range map[string]string{
		"/charte": "/charte/", "/charte?lang=en": "/charte/?lang=en", "/charte/": "/charte/fr/", "/charte/fr": "/charte/fr/", "/charte/en?a=b": "/charte/en/?a=b",
	} {
		if got := s.get(target).Header().Get("Location"); got != want {
			t.Errorf("%s redirects to %q, want %q", target, got, want)
		}
	}
	from := base + "/dataset?q=eau"
	fields := url.Values{"decision": {"refuse"}}
	back := s.post("/charte/fr/choice", fields, "Referer", from)
	if back.Code != http.StatusSeeOther || back.Header().Get("Location") != from {
		t.Errorf("a choice in the portal's page leads to %q", back.Header().Get("Location"))
	}
	// The service's own page is no page of the portal, although the origin is the same.
	if own := s.post("/charte/fr/choice", fields, "Referer", base+"/charte/fr/choice").Header().Get("Location"); own != base+"/" {
		t.Errorf("a choice in the service's page leads to %q", own)
	}
	fields.Set("surface", "charter")
	if got := s.post("/charte/fr/choice", fields).Header().Get("Location"); !strings.HasPrefix(got, "/charte/fr/?done=refuse") {
		t.Errorf("a choice in the charter leads to %q", got)
	}
}

// Below a path, __Host- is impossible, and the portal's scripts need not see the
// receipt. The choice stays on the whole host, where the portal reads it.
func TestCookiesBelowTheBasePath(t *testing.T) {
	t.Parallel()
	s := below(t)
	granted := s.post("/charte/fr/choice", url.Values{"decision": {"accept"}, "text": {s.text("/charte/fr/choice")}}, "Referer", base+"/a")
	lines := strings.Join(granted.Header().Values("Set-Cookie"), "\n")
	for _, want := range []string{"cookies_preferences=", "; Path=/;", "__Secure-charte-receipt=", "; Path=/charte/;"} {
		if !strings.Contains(lines, want) {
			t.Errorf("no %q in\n%s", want, lines)
		}
	}
	if strings.Contains(lines, "__Host-") || strings.Contains(lines, "Domain=") {
		t.Error(lines)
	}
	if strict := granted.Header().Get("Strict-Transport-Security"); strict != "" {
		t.Errorf("the portal's own policy is replaced by %q", strict)
	}
	_, id, _ := strings.Cut(holding(granted), "__Secure-charte-receipt=")
	if receipt := s.get("/charte/fr/receipt", "Cookie", holding(granted)).Body.String(); len(id) != 26 || !strings.Contains(receipt, id) {
		t.Errorf("the receipt %q is not found", id)
	}
	ended := s.post("/charte/fr/choice", url.Values{"decision": {"refuse"}}, "Cookie", holding(granted))
	if lines := strings.Join(ended.Header().Values("Set-Cookie"), "\n"); !strings.Contains(lines, "__Secure-charte-receipt=; Path=/charte/; Max-Age=0") {
		t.Errorf("the receipt is not ended:\n%s", lines)
	}
}

// Scripts of the portal share the origin: what they send passes the origin checks, and
// a grant still needs a text that was served.
func TestAGrantFromTheSharedOriginNeedsAServedText(t *testing.T) {
	t.Parallel()
	s := below(t)
	for _, text := range []string{"", strings.Repeat("0", 64)} {
		w := s.post("/charte/fr/choice", url.Values{"decision": {"accept"}, "text": {text}}, "Referer", base+"/a")
		if w.Code != http.StatusConflict || preferences(w) != nil || len(s.rows()) > 0 {
			t.Errorf("%q: %d, %d rows", text, w.Code, len(s.rows()))
		}
	}
}

func TestAStrippedBasePathIsLoggedOnce(t *testing.T) {
	t.Parallel()
	s := below(t)
	for _, target := range []string{"/", "/favicon.ico", "/healthz", "/a/b", "/charte/fr/"} {
		s.get(target)
	}
	if strings.Contains(s.log.String(), "without the path") {
		t.Errorf("ordinary requests are taken for stripped ones: %s", s.log)
	}
	for range 3 {
		s.get("/fr/choice")
		s.get("/embed/width")
	}
	if n := strings.Count(s.log.String(), "without the path of --base-url"); n != 1 {
		t.Errorf("logged %d times: %s", n, s.log)
	}
}

// For any path, nothing redirects out of the base path, and no address in a page has an
// empty part.
func FuzzPathBelowTheBase(f *testing.F) {
	s := below(f)
	for _, target := range []string{"/charte//evil.test", "/charte/../x", "/charte/%2f%2fevil.test", "/charte/fr//", "//evil.test/charte/", "/charte/fr", "/charte", "/charte/..;/fr/", "/charte/fr/choice", "/charte\\evil.test"} {
		f.Add(target, "return=//evil.test")
	}
	f.Fuzz(func(t *testing.T, target, query string) {
		u, err := url.ParseRequestURI(target)
		if err != nil || u.Host != "" {
			return
		}
		r := httptest.NewRequest(http.MethodGet, base+"/", nil)
		r.URL.Path, r.URL.RawPath, r.URL.RawQuery = u.Path, u.RawPath, query
		w := s.do(r)
		if to := w.Header().Get("Location"); to != "" && (!strings.HasPrefix(to, "/charte/") || strings.HasPrefix(to, "/charte//")) {
			t.Fatalf("%q redirects to %q", target, to)
		}
		for _, match := range addressOf.FindAllStringSubmatch(w.Body.String(), -1) {
			if path, _, _ := strings.Cut(match[1], "?"); !strings.HasPrefix(path, "/charte/") || strings.Contains(path, "//") {
				t.Fatalf("%q: a page refers to %q", target, match[1])
			}
		}
		if w.Code == http.StatusOK && !strings.HasPrefix(u.Path, "/charte/") {
			t.Fatalf("%q is answered", target)
		}
	})
}

func TestReceiptName(t *testing.T) {
	t.Parallel()
	if at, below := handlers.ReceiptName(addressed(t, base)), handlers.ReceiptName(addressed(t, base+"/charte")); at != "__Host-charte-receipt" || below != "__Secure-charte-receipt" {
		t.Errorf("%s at a root, %s below a path", at, below)
	}
}
