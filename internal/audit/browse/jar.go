package browse

import (
	"cmp"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	"charte/internal/audit"
)

// identity tells one cookie from another.
type identity struct{ name, domain, path, partition string }

// jar is what was seen in the browser's cookie jar so far.
type jar map[identity]inJar

type inJar struct {
	cookie  audit.Cookie
	expires float64
}

// cookies is everything in the browser's jar.
func (b *chromium) cookies() ([]*network.Cookie, error) {
	found, err := cdp.Call(b.ctx, chromedp.FromContext(b.ctx).Browser, storage.GetCookies, storage.GetCookiesParams{})
	return found.Cookies, err
}

// changes are the cookies that came, or came back otherwise, since the jar was last
// looked at. setters are those who set any meanwhile, the last one last.
func (j jar) changes(found []*network.Cookie, setters []setter, page string, now time.Time) (changed []audit.Cookie) {
	there := map[identity]bool{}
	for _, c := range found {
		id := identity{c.Name, c.Domain, c.Path, ""}
		if c.PartitionKey != nil {
			id.partition = c.PartitionKey.TopLevelSite
		}
		next := described(c, setters, page, now)
		there[id] = true
		before, known := j[id]
		if known && alike(before, inJar{next, c.Expires}) || len(j) >= most {
			continue
		}
		j[id] = inJar{next, c.Expires}
		changed = append(changed, next)
	}
	for id := range j {
		if !there[id] {
			delete(j, id) // and is told again if it comes back
		}
	}
	return append(changed, passing(there, setters, page)...)
}

// passing are the cookies that were set and removed again before the jar was looked
// at: they were set all the same.
func passing(there map[identity]bool, setters []setter, page string) (passed []audit.Cookie) {
	told := map[[2]string]bool{}
	for id := range there {
		told[[2]string{id.name, bare(id.domain)}] = true
	}
	for _, s := range setters {
		key := [2]string{s.name, s.domain}
		c, err := http.ParseSetCookie(s.line)
		if !s.kept || told[key] || err != nil || len(passed) >= most {
			continue
		}
		lifetime, ends := lasting(c, s.when)
		if ends {
			continue
		}
		told[key] = true
		passed = append(passed, audit.Cookie{
			Page: page, Name: cut(s.name), Domain: s.domain, Path: cut(cmp.Or(c.Path, "/")), HostOnly: c.Domain == "",
			Secure: c.Secure, HTTPOnly: c.HttpOnly, SameSite: sameSite[c.SameSite], Lifetime: lifetime,
			ThirdParty: site(s.domain) != site(host(page)), SetBy: s.by, Request: s.request,
		})
	}
	return passed
}

// sameSite are the attributes as the browser names them.
var sameSite = map[http.SameSite]string{http.SameSiteStrictMode: "Strict", http.SameSiteLaxMode: "Lax", http.SameSiteNoneMode: "None"}

// lasting returns how long a cookie was to last, 0 for the session; ends is true
// for a line that removes one.
func lasting(c *http.Cookie, when time.Time) (lifetime audit.Span, ends bool) {
	switch {
	case c.MaxAge != 0:
		return audit.Span(time.Duration(c.MaxAge) * time.Second), c.MaxAge < 0
	case !c.Expires.IsZero():
		rest := c.Expires.Sub(when).Round(time.Second)
		return audit.Span(rest), rest <= 0
	}
	return 0, false
}

// alike says whether a cookie is as it was, but for its value and for a lifetime
// that began anew.
func alike(before, after inJar) bool {
	a, b := before.cookie, after.cookie
	same := a.Secure == b.Secure && a.HTTPOnly == b.HTTPOnly && a.SameSite == b.SameSite && (a.Lifetime == 0) == (b.Lifetime == 0)
	change := math.Abs(float64(a.Lifetime - b.Lifetime))
	return same && (math.Abs(before.expires-after.expires) < 1 || change <= max(float64(time.Minute), 0.01*float64(a.Lifetime)))
}

// described is a cookie without its value.
func described(c *network.Cookie, setters []setter, page string, now time.Time) audit.Cookie {
	domain := strings.TrimPrefix(c.Domain, ".")
	told := audit.Cookie{
		Page: page, Name: cut(c.Name), Domain: domain, Path: cut(c.Path), HostOnly: domain == c.Domain,
		Secure: c.Secure, HTTPOnly: c.HTTPOnly, SameSite: string(c.SameSite),
		ThirdParty: site(domain) != site(host(page)), SetBy: audit.ByUnknown,
	}
	for _, s := range setters {
		if s.name == c.Name && s.domain == domain {
			told.SetBy, told.Request, now = s.by, s.request, s.when
		}
	}
	if !c.Session {
		expires := time.UnixMicro(int64(c.Expires * 1e6))
		told.Lifetime = audit.Span(max(expires.Sub(now).Round(time.Second), time.Second))
	}
	return told
}
