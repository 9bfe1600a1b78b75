package browse

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"charte/internal/audit"
	"charte/internal/portal"
)

// setters returns the responses and scripts that set a cookie, in order of time.
func (r *recorder) setters() (all []setter) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range r.order {
		all = append(all, r.chains[id].setters()...)
	}
	all = append(all, r.scripts...)
	slices.SortStableFunc(all, func(a, b setter) int { return a.when.Compare(b.when) })
	return all
}

// requests returns the requests to other hosts, and those to the page's own host that
// sent cookies or were for a pixel, without duplicates.
func (r *recorder) requests(page string, after bool) (all []audit.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen, own := map[string]bool{}, host(page)
	for _, id := range r.order {
		for i, h := range r.chains[id].hops {
			q := audit.Request{
				Page: redact(page), Host: host(h.address), Address: redact(h.address), Type: strings.ToLower(string(h.kind)),
				Pixel: h.pixel(), ThirdParty: portal.Site(host(h.address)) != portal.Site(own),
				Cookies: r.chains[id].cookies(i), AfterChoice: after,
			}
			if q.Type == "" {
				q.Type = "other"
			}
			key := fmt.Sprint(q.Address, q.Type, q.Pixel, q.Cookies)
			if q.Host == own && !q.Pixel {
				key = fmt.Sprint(q.Cookies) // for the portal's own files, one request per set of cookies
			}
			if q.Host == own && !q.Pixel && len(q.Cookies) == 0 || seen[key] {
				continue
			}
			seen[key] = true
			all = append(all, q)
		}
	}
	return all
}

// setCookieSince reports whether a response has set a cookie since then.
func (r *recorder) setCookieSince(since time.Time) bool {
	return slices.ContainsFunc(r.setters(), func(s setter) bool { return s.by == audit.ByHeader && s.when.After(since) })
}
