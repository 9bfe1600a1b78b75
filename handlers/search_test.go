package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// No proxy may minify a page or the script, or re-encode an image: their bytes are
// evidence, or pinned by the portal, and the size of an image is used.
func TestNoProxyMayTransformAnAnswer(t *testing.T) {
	t.Parallel()
	all := answers(t)
	s := newService(t, demo)
	for _, target := range []string{"/fr/choice", "/choice?kit", "/embed.js", "/embed/height-360.svg"} {
		all["200 "+target] = s.get(target)
	}
	for name, w := range all {
		if w.Code == http.StatusMovedPermanently || name == "200 health" {
			continue
		}
		if cache := w.Header().Values("Cache-Control"); len(cache) != 1 || !strings.Contains(cache[0], "no-transform") {
			t.Errorf("%s: Cache-Control %q", name, cache)
		}
	}
}

// Search engines list the charter once in each language, without the pages of one visitor.
func TestSearchEnginesListTheCharterOnceInEachLanguage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		service *service
		at      string
	}{
		"a host of its own": {newService(t, demo), ""},
		"a base path":       {below(t), "/charte"},
	} {
		for _, target := range []string{"/fr/", "/fr/?utm=1", "/fr/?return=" + portalOrigin + "/x", "/fr/?done=refuse"} {
			w := c.service.get(c.at + target)
			links := w.Header().Get("Link")
			for _, want := range []string{
				`<` + base + c.at + `/fr/>; rel="canonical"`,
				`<` + base + c.at + `/fr/>; rel="alternate"; hreflang="fr"`,
				`<` + base + c.at + `/en/>; rel="alternate"; hreflang="en"`,
				`<` + base + c.at + `/>; rel="alternate"; hreflang="x-default"`,
			} {
				if strings.Count(links, want) != 1 {
					t.Errorf("%s, %s: Link %q lacks %s", name, target, links, want)
				}
			}
			if hidden := w.Header().Get("X-Robots-Tag") == "noindex"; hidden != (strings.Contains(target, "return") || strings.Contains(target, "done")) {
				t.Errorf("%s, %s: X-Robots-Tag %q", name, target, w.Header().Get("X-Robots-Tag"))
			}
		}
	}
}

func TestSearchEnginesListNoErrorAndNoReceipt(t *testing.T) {
	t.Parallel()
	for name, w := range answers(t) {
		if form := strings.Contains(w.Body.String(), `method="post"`); (w.Code >= 400 && !form || name == "200 receipt") && w.Header().Get("X-Robots-Tag") != "noindex" {
			t.Errorf("%s: X-Robots-Tag %q", name, w.Header().Get("X-Robots-Tag"))
		}
	}
	if tag := newService(t, demo).get("/fr/?back=x").Header().Get("X-Robots-Tag"); tag != "noindex" {
		t.Errorf("with back: X-Robots-Tag %q", tag)
	}
}

// Some clients and proxies send the scheme's port in Host. Any other port is another host.
func TestHostWithThePortOfTheSchemeIsTheSameHost(t *testing.T) {
	t.Parallel()
	plain := func(c *setup) { c.BaseURL = addressed(t, "http://localhost:8080") }
	for host, want := range map[string]int{
		hostOf(base): 200, hostOf(base) + ":443": 200, strings.ToUpper(hostOf(base)) + ":443": 200,
		hostOf(base) + ":80": 421, hostOf(base) + ":8443": 421, "evil.example:443": 421,
	} {
		if w := hosted(newService(t, demo), host); w.Code != want {
			t.Errorf("Host %s: %d, want %d", host, w.Code, want)
		}
	}
	for host, want := range map[string]int{"localhost:8080": 200, "localhost": 421, "localhost:80": 421, "localhost:443": 421} {
		if w := hosted(newService(t, demo, plain), host); w.Code != want {
			t.Errorf("http, Host %s: %d, want %d", host, w.Code, want)
		}
	}
}

func hosted(s *service, host string) *httptest.ResponseRecorder {
	r := request(http.MethodGet, "/fr/", nil)
	r.Host = host
	return s.do(r)
}

func hostOf(origin string) string {
	_, host, _ := strings.Cut(origin, "://")
	return host
}
