package browse

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"charte/internal/audit"
	"charte/internal/portal"
)

// plan lists the pages to open, in order, and the pages left out.
type plan struct {
	limit   int
	hosts   []string // with ports; links to other hosts are not followed
	pages   []plannedPage
	skipped []audit.Page
	beyond  int // number of pages found beyond limit
	known   map[string]bool
}

// plannedPage is a page to open.
type plannedPage struct {
	address string
	depth   int  // number of links from a start address
	found   bool // by a link or a sitemap; false for a start address
}

// add adds an address to the plan unless it is invalid, on another host, known or
// beyond the limit. allowed reports whether robots.txt permits it.
func (p *plan) add(address string, depth int, found bool, allowed func(*url.URL) bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !slices.Contains(p.hosts, asciiHost(u)) {
		return
	}
	u.Host = asciiHost(u)
	u.Fragment, u.RawFragment = "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	if p.known[u.String()] || len(p.known) >= maxItems {
		return
	}
	p.known[u.String()] = true
	if len(p.pages) >= p.limit {
		p.beyond++
		return
	}
	if !allowed(u) {
		p.skipped = append(p.skipped, audit.Page{Address: redact(u.String()), Found: found, Troubles: troubles{{ID: audit.Robots}}})
		return
	}
	p.pages = append(p.pages, plannedPage{u.String(), depth, found})
}

// addHost allows pages on the host.
func (p *plan) addHost(host string) {
	if !slices.Contains(p.hosts, host) {
		p.hosts = append(p.hosts, host)
	}
}

// discover reads from a page the origin of the portal's Charte and, in a visit that
// crawls, the links to further pages.
func (v *visit) discover(p plannedPage, found []frameContent) {
	if v.banner == "" && !v.Other.given() {
		v.banner = v.findService(v.ctx, p.address, found)
	}
	if !v.crawls || len(found) == 0 {
		return
	}
	if landed, err := url.Parse(found[0].Origin); err == nil && p.depth == 0 && portal.Site(landed.Hostname()) == portal.Site(host(p.address)) {
		v.plan.addHost(landed.Host) // example.fr redirects to www.example.fr
	}
	if p.depth >= v.Depth {
		return
	}
	for _, link := range found[0].Links {
		v.plan.add(link, p.depth+1, true, func(u *url.URL) bool { return v.allowed(v.ctx, u) })
	}
}

// pause waits before each page but the first: for the option Pause, or for the delay
// of robots.txt if that is longer.
func (r *run) pause(ctx context.Context) {
	if r.opened {
		select {
		case <-ctx.Done():
		case <-time.After(max(r.Pause, r.delay)):
		}
	}
	r.opened = true
}
