package handlers_test

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"charte/internal/portal"
)

// publishedAt sets the service's address and cookie domain.
func publishedAt(t testing.TB, address, domain string) func(*setup) {
	return func(c *setup) {
		c.BaseURL = addressed(t, address)
		c.CookieDomain, c.Portals = domain, portal.NewList(c.BaseURL, []string{portalOrigin})
	}
}

// expiredDomains returns the domains for which a response expires the choice's cookie,
// in order; "" is the host alone.
func expiredDomains(w *httptest.ResponseRecorder) []string {
	domains := []string{}
	for _, c := range w.Result().Cookies() {
		if c.Name == "cookies_preferences" && c.MaxAge < 0 {
			domains = append(domains, c.Domain)
		}
	}
	return domains
}

func TestTwinsAreExpiredOnEveryDomainBelowThePublicSuffix(t *testing.T) {
	t.Parallel()
	foreign := newService(t, shipped)
	elsewhere := holding(foreign.post("/fr/choice", foreign.fields("refuse")))
	deep := strings.Repeat("abcdefgh.", 26) + "ville.example"
	for name, c := range map[string]struct {
		address, domain string
		want            []string
	}{
		"a parent":         {"https://cookies.ville.example", "ville.example", []string{""}},
		"no domain":        {"https://cookies.ville.example", "", []string{"ville.example"}},
		"one in between":   {"https://cookies.a.ville.example", "a.ville.example", []string{"", "ville.example"}},
		"a long suffix":    {"https://cookies.ville.asso.fr", "", []string{"ville.asso.fr"}},
		"a private suffix": {"https://cookies.ville.github.io", "", []string{"ville.github.io"}},
		"the domain alone": {"https://ville.example", "", []string{}},
		"an address":       {"http://127.0.0.1", "", []string{}},
		"loopback":         {"http://localhost", "", []string{}},
		"a deep host":      {"https://" + deep, "", nil},
	} {
		s := newService(t, demo, publishedAt(t, c.address, c.domain))
		send := func(cookies string) *httptest.ResponseRecorder {
			r := request("POST", "/fr/choice", strings.NewReader("decision=refuse"), "Content-Type", "application/x-www-form-urlencoded",
				"Sec-Fetch-Site", "same-origin", "Cookie", cookies)
			r.Host = strings.SplitN(c.address, "://", 2)[1]
			return s.do(r)
		}
		own := holding(send(""))
		w := send(own + "; " + own)
		if got := expiredDomains(w); c.want != nil && !slices.Equal(got, c.want) {
			t.Errorf("%s: expired for %q, want %q", name, got, c.want)
		}
		size := 0
		for _, line := range w.Header().Values("Set-Cookie") {
			size += len("Set-Cookie: \r\n") + len(line)
		}
		if size > 3<<10 || preferences(w) == nil {
			t.Errorf("%s: %d bytes of cookies, the choice is %v", name, size, preferences(w))
		}
		for sentence, cookies := range map[string]string{
			"no cookie": "", "an unreadable one": own + "; cookies_preferences=yes",
			"one of another charter": own + "; " + elsewhere,
		} {
			if got := expiredDomains(send(cookies)); len(got) > 0 {
				t.Errorf("%s: %s, but expired for %q", name, sentence, got)
			}
		}
	}
}
