package browse

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"

	"charte/internal/audit"
)

func TestAnAddressIsRedacted(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"https://jeanne:secret@data.exemple.test/a?q=jeanne&sort=&q=2#moi": "https://data.exemple.test/a?q=&sort=",
		"https://data.exemple.test/?":                                      "https://data.exemple.test/",
		"https://data.exemple.test/?jeanne":                                "https://data.exemple.test/?jeanne=",
		"://":                                                              "",
		"https://data.exemple.test/" + strings.Repeat("a", maxText):        "https://data.exemple.test/" + strings.Repeat("a", maxText-26) + "…",
	} {
		if got := redact(given); got != want {
			t.Errorf("%q is redacted to %q, want %q", given, got, want)
		}
	}
}

func TestASitemapIsReadUpToItsFirstError(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		`<urlset><url><loc> https://a.test/1 </loc><image><loc>https://a.test/i.png</loc></image></url><url><loc>https://a.test/2</loc></url></urlset>`: {"https://a.test/1 https://a.test/2", ""},
		`<sitemapindex><sitemap><loc>https://a.test/s.xml</loc></sitemap></sitemapindex>`:                                                               {"", "https://a.test/s.xml"},
		`<urlset><url><loc>https://a.test/1</loc></url><url><loc>https://a.test/`:                                                                       {"https://a.test/1 https://a.test/", ""},
		`<html><p>Page introuvable</b></html>`:                                                                                                          {"", ""},
		"\x1f\x8b not packed":                                                                                                                           {"", ""},
	} {
		pages, more := locations([]byte(text))
		if got := [2]string{strings.Join(pages, " "), strings.Join(more, " ")}; got != want {
			t.Errorf("%q holds %q, want %q", text, got, want)
		}
	}
}

func TestACookieIsReportedAgainIfItsAttributesChange(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	at := func(after time.Duration) float64 { return float64(now.Add(after).Unix()) }
	cookie := func(change func(*network.Cookie)) []*network.Cookie {
		c := &network.Cookie{Name: "_pk_id.1", Domain: ".ville.test", Path: "/", Expires: at(time.Hour), SameSite: network.CookieSameSiteLax}
		change(c)
		return []*network.Cookie{c}
	}
	same := func(*network.Cookie) {}
	for name, test := range map[string]struct {
		change   func(*network.Cookie)
		set      bool // by a script, a minute later
		reported int
	}{
		"as it was":              {same, false, 0},
		"with another value":     {func(c *network.Cookie) { c.Value = "b" }, true, 0},
		"its lifetime anew":      {func(c *network.Cookie) { c.Expires = at(time.Hour + time.Minute) }, true, 0},
		"with a longer lifetime": {func(c *network.Cookie) { c.Expires = at(48 * time.Hour) }, true, 1},
		"for the session":        {func(c *network.Cookie) { c.Expires, c.Session = -1, true }, true, 1},
		"with Secure":            {func(c *network.Cookie) { c.Secure = true }, true, 1},
		"with another SameSite":  {func(c *network.Cookie) { c.SameSite = network.CookieSameSiteNone }, true, 1},
		"on another host":        {func(c *network.Cookie) { c.Domain = "donnees.ville.test" }, true, 1},
		"partitioned":            {func(c *network.Cookie) { c.PartitionKey = &network.CookiePartitionKey{TopLevelSite: "https://x.test"} }, true, 1},
	} {
		j := jar{}
		first := j.changes(cookie(same), nil, "https://donnees.ville.test/", now)
		if len(first) != 1 || first[0].SetBy != audit.ByUnknown || first[0].HostOnly || time.Duration(first[0].Lifetime) != time.Hour {
			t.Fatalf("%+v", first)
		}
		var setters []setter
		if test.set {
			setters = []setter{{by: audit.ByScript, request: "https://donnees.ville.test/s.js", name: "_pk_id.1", domain: "ville.test", when: now.Add(time.Minute)}}
		}
		if got := j.changes(cookie(test.change), setters, "https://donnees.ville.test/b", now.Add(time.Minute)); len(got) != test.reported {
			t.Errorf("a cookie %s is reported %d times: %+v", name, len(got), got)
		}
	}
}

func TestTheCookiesOfAChainBelongToItsHops(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	sent := func(address string, redirected bool) {
		e := &network.EventRequestWillBeSent{RequestID: "1", Request: &network.Request{URL: address}, Type: network.ResourceTypeImage}
		if redirected {
			e.RedirectResponse = &network.Response{Status: 302}
		}
		r.event(e)
	}
	// The extra events of a hop may come before the hop itself.
	r.event(&network.EventRequestWillBeSentExtraInfo{RequestID: "1"})
	sent("https://un.test/?visiteur=42", false)
	r.event(&network.EventResponseReceivedExtraInfo{
		RequestID: "1", Headers: network.Headers{"Set-Cookie": "a=1; Max-Age=60\nb=2; Domain=.un.test\nc=3"},
		BlockedCookies: []*network.BlockedSetCookieWithReason{{CookieLine: "c=3"}},
	})
	r.event(&network.EventRequestWillBeSentExtraInfo{RequestID: "1", AssociatedCookies: []*network.AssociatedCookie{
		{Cookie: &network.Cookie{Name: "z"}}, {Cookie: &network.Cookie{Name: "kept-back"}, BlockedReasons: []network.CookieBlockedReason{"SameSiteLax"}},
	}})
	sent("https://deux.test/", true)
	r.event(&network.EventResponseReceivedExtraInfo{RequestID: "1", Headers: network.Headers{"set-cookie": "d=4"}})

	var set []string
	for _, s := range r.setters() {
		set = append(set, s.name+" "+s.domain+" "+s.request)
	}
	want := []string{"a un.test https://un.test/?visiteur=", "b un.test https://un.test/?visiteur=", "d deux.test https://deux.test/"}
	if !slices.Equal(set, want) {
		t.Errorf("set: %q, want %q", set, want)
	}
	requests := r.requests("https://donnees.ville.test/", true)
	if len(requests) != 2 || len(requests[0].Cookies) != 0 || !slices.Equal(requests[1].Cookies, []string{"z"}) || !requests[1].ThirdParty {
		t.Errorf("%+v", requests)
	}
}

func TestAPixelIsAnImageOfNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		hop  hop
		want bool
	}{
		"a beacon":             {hop{kind: network.ResourceTypePing}, true},
		"a GIF of 43 bytes":    {hop{kind: network.ResourceTypeImage, mime: "image/gif", status: 200, bytes: 43, done: true}, true},
		"an answer of nothing": {hop{kind: network.ResourceTypeImage, status: 204, done: true}, true},
		"a picture":            {hop{kind: network.ResourceTypeImage, mime: "image/png", status: 200, bytes: 5000, done: true}, false},
		"a small SVG":          {hop{kind: network.ResourceTypeImage, mime: "image/svg+xml", status: 200, bytes: 80, done: true}, false},
		"an image that failed": {hop{kind: network.ResourceTypeImage}, false},
		"an image not found":   {hop{kind: network.ResourceTypeImage, status: 404, bytes: 10, done: true}, false},
		"a short script":       {hop{kind: network.ResourceTypeScript, status: 200, bytes: 10, done: true}, false},
	} {
		if test.hop.pixel() != test.want {
			t.Errorf("%s: %t", name, !test.want)
		}
	}
}

// Facts are what the site wrote, not what the browser granted (400 days at most).
func TestALifetimeIsTheOneThatTheSiteWrote(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	const days = 24 * time.Hour
	for attributes, want := range map[string]time.Duration{
		" Max-Age=63072000":                                        730 * days,
		" Expires=Wed, 22 Nov 2028 12:00:00 GMT":                   730 * days,
		" expires=Wed, 22-Nov-28 12:00:00 GMT":                     730 * days,
		" Expires=Wed Nov 22 2028 12:00:00 GMT+0000":               730 * days,
		" Max-Age=9999999999999999":                                250 * 365 * days,
		" Max-Age=34560000; Expires=Wed, 22 Nov 2028 12:00:00 GMT": 400 * days,
		" Expires=of no meaning":                                   400 * days,
		" Max-Age=3600; Path=/autre":                               400 * days, // another cookie of that name
	} {
		found := []*network.Cookie{{Name: "_ga", Domain: ".ville.test", Path: "/", Expires: float64(now.Add(400 * days).Unix())}}
		setters := []setter{{by: audit.ByScript, name: "_ga", domain: "ville.test", when: now, line: "x=;" + attributes}}
		if got := (jar{}).changes(found, setters, "https://donnees.ville.test/", now)[0].Lifetime; time.Duration(got) != want {
			t.Errorf("%s lasts %s, want %s", attributes, time.Duration(got), want)
		}
	}
}

func TestAnInternationalNameIsTheSameHost(t *testing.T) {
	t.Parallel()
	p := plan{limit: 10, known: map[string]bool{}}
	allowed := func(*url.URL) bool { return true }
	named, _ := url.Parse("https://données.ville.test:8443/")
	p.addHost(asciiHost(named))
	p.add("https://xn--donnes-eva.ville.test:8443/un", 1, true, allowed)
	p.add("https://DONNÉES.ville.test:8443/deux", 1, true, allowed)
	if len(p.pages) != 2 || !sameHost("https://données.ville.test/", "https://xn--donnes-eva.ville.test/") {
		t.Errorf("%+v", p.pages)
	}
	for given, want := range map[string]string{"https://[::1]:80/": "[::1]:80", "https://a_b.ville.test": "a_b.ville.test", "https://127.0.0.1:8": "127.0.0.1:8"} {
		if u, err := url.Parse(given); err != nil || asciiHost(u) != want {
			t.Errorf("%s is %s", given, asciiHost(u))
		}
	}
}
