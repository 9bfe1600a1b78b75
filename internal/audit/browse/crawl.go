package browse

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"charte/internal/audit"
)

// plan is which pages are opened, in which order, and which are left out.
type plan struct {
	most    int
	hosts   []string // with their ports, on which links are followed
	pages   []planned
	skipped []audit.Page
	beyond  int // pages that were found and are too many
	known   map[string]bool
}

// planned is a page and how many links lead to it.
type planned struct {
	address string
	depth   int
	found   bool // by a link or a sitemap; else it was asked for
}

// add puts an address onto the plan, unless it is there, is none, or there are
// enough. allowed is what robots.txt says.
func (p *plan) add(address string, depth int, found bool, allowed func(*url.URL) bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !slices.Contains(p.hosts, u.Host) {
		return
	}
	u.Fragment, u.RawFragment = "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	if p.known[u.String()] || len(p.known) >= most {
		return
	}
	p.known[u.String()] = true
	if len(p.pages) >= p.most {
		p.beyond++
		return
	}
	if !allowed(u) {
		p.skipped = append(p.skipped, audit.Page{Address: told(u.String()), Found: found, Troubles: troubles{{ID: audit.Robots}}})
		return
	}
	p.pages = append(p.pages, planned{u.String(), depth, found})
}

// follow has the links on a host followed.
func (p *plan) follow(host string) {
	if !slices.Contains(p.hosts, host) {
		p.hosts = append(p.hosts, host)
	}
}

// learn takes from a page what leads further: the service that its banner comes
// from, and its links.
func (v *visit) learn(p planned, found []inside) {
	if v.banner == "" && !v.Other.given() {
		v.banner = v.service(v.ctx, p.address, found)
	}
	if !v.crawls || len(found) == 0 {
		return
	}
	if landed, err := url.Parse(found[0].Origin); err == nil && p.depth == 0 && site(landed.Hostname()) == site(host(p.address)) {
		v.plan.follow(landed.Host) // example.fr leads to www.example.fr
	}
	if p.depth >= v.Depth {
		return
	}
	for _, link := range found[0].Links {
		v.plan.add(link, p.depth+1, true, func(u *url.URL) bool { return v.allowed(v.ctx, u) })
	}
}

// pause waits until the next page may be opened.
func (l *run) pause(ctx context.Context) {
	if l.opened {
		select {
		case <-ctx.Done():
		case <-time.After(max(l.Pause, l.delay)):
		}
	}
	l.opened = true
}
