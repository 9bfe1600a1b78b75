package browse

import (
	"cmp"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"

	"charte/internal/audit"
	"charte/internal/portal"
)

// cookieKey identifies a cookie.
type cookieKey struct{ name, domain, path, partition string }

// jar is the last observed content of the browser's cookie jar.
type jar map[cookieKey]jarEntry

type jarEntry struct {
	cookie  audit.Cookie
	expires float64
}

// changes returns the cookies that are new or changed since the last call, and those
// that were set and removed in between. setters are the responses and scripts that set
// cookies since, in order of time.
func (j jar) changes(found []*network.Cookie, setters []setter, page string, now time.Time) (changed []audit.Cookie) {
	there := map[cookieKey]bool{}
	for _, c := range found {
		id := cookieKey{c.Name, c.Domain, c.Path, ""}
		if c.PartitionKey != nil {
			id.partition = c.PartitionKey.TopLevelSite
		}
		next := observe(c, setters, page, now)
		there[id] = true
		before, known := j[id]
		if known && unchanged(before, jarEntry{next, c.Expires}) || len(j) >= maxItems {
			continue
		}
		j[id] = jarEntry{next, c.Expires}
		changed = append(changed, next)
	}
	for id := range j {
		if !there[id] {
			delete(j, id) // so that it is reported again if it returns
		}
	}
	return append(changed, removedCookies(there, setters, page)...)
}

// removedCookies returns the cookies that were set and removed before the jar was read:
// the page has set them all the same.
func removedCookies(there map[cookieKey]bool, setters []setter, page string) (removed []audit.Cookie) {
	reported := map[[2]string]bool{}
	for id := range there {
		reported[[2]string{id.name, normalDomain(id.domain)}] = true
	}
	for _, s := range setters {
		key := [2]string{s.name, s.domain}
		c, err := http.ParseSetCookie(s.line)
		if !s.accepted || reported[key] || err != nil || len(removed) >= maxItems {
			continue
		}
		lifetime, ends := lifetimeOf(c, s.when)
		if ends {
			continue
		}
		reported[key] = true
		removed = append(removed, audit.Cookie{
			Page: page, Name: truncate(s.name), Domain: s.domain, Path: truncate(cmp.Or(c.Path, "/")), HostOnly: c.Domain == "",
			Secure: c.Secure, HTTPOnly: c.HttpOnly, SameSite: sameSite[c.SameSite], Lifetime: lifetime,
			ThirdParty: portal.Site(s.domain) != portal.Site(host(page)), SetBy: s.by, Request: s.request,
		})
	}
	return removed
}

// sameSite maps the attribute to the browser's name for it.
var sameSite = map[http.SameSite]string{http.SameSiteStrictMode: "Strict", http.SameSiteLaxMode: "Lax", http.SameSiteNoneMode: "None"}

// unchanged reports whether two entries are equal apart from the value and from a
// lifetime that started again.
func unchanged(before, after jarEntry) bool {
	a, b := before.cookie, after.cookie
	same := a.Secure == b.Secure && a.HTTPOnly == b.HTTPOnly && a.SameSite == b.SameSite && (a.Lifetime == 0) == (b.Lifetime == 0)
	change := math.Abs(float64(a.Lifetime - b.Lifetime))
	return same && (math.Abs(before.expires-after.expires) < 1 || change <= max(float64(time.Minute), 0.01*float64(a.Lifetime)))
}

// observe returns the observation of a cookie, without its value.
func observe(c *network.Cookie, setters []setter, page string, now time.Time) audit.Cookie {
	domain := strings.TrimPrefix(c.Domain, ".")
	var written audit.Span
	cookie := audit.Cookie{
		Page: page, Name: truncate(c.Name), Domain: domain, Path: truncate(c.Path), HostOnly: domain == c.Domain,
		Secure: c.Secure, HTTPOnly: c.HTTPOnly, SameSite: string(c.SameSite),
		ThirdParty: portal.Site(domain) != portal.Site(host(page)), SetBy: audit.ByUnknown,
	}
	for _, s := range setters {
		if s.name == c.Name && s.domain == domain {
			cookie.SetBy, cookie.Request, now = s.by, s.request, s.when
			written = s.lifetime()
		}
	}
	if !c.Session {
		expires := time.UnixMicro(int64(c.Expires * 1e6))
		cookie.Lifetime = audit.Span(max(expires.Sub(now).Round(time.Second), time.Second))
	}
	if time.Duration(cookie.Lifetime) > audit.BrowserMax-time.Hour {
		cookie.Lifetime = max(cookie.Lifetime, written)
	}
	return cookie
}
