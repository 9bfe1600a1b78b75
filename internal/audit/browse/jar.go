package browse

import (
	"math"
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
	for _, c := range found {
		id := identity{c.Name, c.Domain, c.Path, ""}
		if c.PartitionKey != nil {
			id.partition = c.PartitionKey.TopLevelSite
		}
		next := described(c, setters, page, now)
		before, known := j[id]
		if known && alike(before, inJar{next, c.Expires}) || len(j) >= most {
			continue
		}
		j[id] = inJar{next, c.Expires}
		changed = append(changed, next)
	}
	return changed
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
