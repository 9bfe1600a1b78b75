package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"charte/internal/consent"
	"charte/internal/portal"
)

// maxSetCookie limits the Set-Cookie lines of one response, in bytes. By default,
// nginx answers 502 if the headers exceed 4 KiB, and the choice would be lost.
const maxSetCookie = 3 << 10

// roomForLeft is the part of maxSetCookie, in bytes, for the names of cookies that are
// left, which are in Location.
const roomForLeft = 512

// withdrawal lists the cookies of purposes that are not allowed, under the names that
// the charter declares.
type withdrawal struct {
	ended []string // expired in this response
	left  []string // not reachable from this host, or beyond maxSetCookie
}

// withdraw expires every cookie in the request that belongs to a purpose not allowed
// in now, for this host and for the cookie domain. It does not use Clear-Site-Data,
// which would log the visitor out of the portal (B-10). Call it after writing the
// choice. Trackers of a purpose allowed in had and not in now are listed as left if
// the request does not contain them: they may exist on the portal's host.
func (c *cookies) withdraw(w http.ResponseWriter, r *http.Request, back string, had, now consent.Preferences) withdrawal {
	var done withdrawal
	// Location is part of the same headers and contains the return address.
	room := maxSetCookie - roomForLeft - setCookieSize(w.Header()) - len(portal.Encode(back))
	for _, name := range sentCookies(r) {
		declared, ok := c.declared(name, now)
		if !ok {
			continue
		}
		lines := c.expiry(name)
		if room -= linesSize(lines) + len("&ended=") + len(portal.Encode(declared)); room < 0 {
			done.left = append(done.left, declared)
			continue
		}
		for _, line := range lines {
			w.Header().Add("Set-Cookie", line)
		}
		done.ended = append(done.ended, declared)
	}
	for _, p := range c.terms.Purposes {
		if had.Allows(p) && !now.Allows(p) {
			done.left = append(done.left, without(c.trackers(p, now), done.ended)...)
		}
	}
	done.left = unique(done.left)
	done.ended = without(unique(done.ended), done.left)
	if list := (withdrawal{left: done.left}).query(); len(list) > max(room, 0)+roomForLeft {
		return anyLeft
	}
	return done
}

// anyLeft replaces lists that are too long for Location: every cookie that is not allowed
// may be left.
var anyLeft = withdrawal{left: []string{"*"}}

// declared returns the name under which the charter declares a cookie, and whether the
// cookie may be expired: it belongs to a purpose that is not allowed, to none that is,
// and it is not a cookie of this service.
func (c *cookies) declared(name string, now consent.Preferences) (declared string, ok bool) {
	if name == c.name || name == c.receiptName || c.isOptOut(name) {
		return "", false
	}
	for _, p := range c.terms.Purposes {
		for _, tracker := range p.Trackers {
			if !consent.Matches(tracker, name) {
				continue
			}
			if now.Allows(p) {
				return "", false
			}
			if !ok {
				declared, ok = tracker, true
			}
		}
	}
	return declared, ok
}

// trackers returns the trackers of a purpose that no allowed purpose declares too, and
// that are no objection.
func (c *cookies) trackers(p consent.Purpose, now consent.Preferences) (names []string) {
	for _, name := range p.Trackers {
		shared := slices.ContainsFunc(c.terms.Purposes, func(o consent.Purpose) bool { return now.Allows(o) && slices.Contains(o.Trackers, name) })
		if !shared && !c.isOptOut(name) {
			names = append(names, name)
		}
	}
	return names
}

// expiry returns the Set-Cookie lines that expire a cookie for each of c.expired, because
// a request does not contain the cookie's domain.
func (c *cookies) expiry(name string) []string {
	var lines []string
	for _, domain := range c.expired {
		if domain != "" && strings.HasPrefix(name, "__Host-") {
			continue
		}
		cookie := http.Cookie{Name: name, Path: "/", Domain: domain, MaxAge: -1, Secure: c.secure}
		if line := cookie.String(); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// expiredDomains returns the domains for which the cookies of trackers are expired: this
// host's own, and the cookie domain. Without one, the service is on the portal's host, and
// trackers there choose any domain of that host, so these are all of them.
func expiredDomains(host, domain string) []string {
	switch {
	case domain != "":
		return []string{"", domain}
	case registrable(host) == "":
		return []string{""}
	}
	return append(cookieDomains(host), host)
}

// sentCookies returns the names of the cookies in a request, each once.
func sentCookies(r *http.Request) []string {
	var names []string
	for _, header := range r.Header.Values("Cookie") {
		for pair := range strings.SplitSeq(header, ";") {
			if name, _, ok := strings.Cut(pair, "="); ok {
				names = append(names, strings.TrimSpace(name))
			}
		}
	}
	return unique(names)
}

// reported parses the withdrawal from the redirect's query. Since anyone can forge a
// query, it drops names that the charter does not declare or that are allowed. A
// cookie that the browser still sends is listed as left, not as ended.
func (c *cookies) reported(r *http.Request, now consent.Preferences) withdrawal {
	var known []string
	for _, p := range c.terms.Purposes {
		if !now.Allows(p) {
			known = append(known, c.trackers(p, now)...)
		}
	}
	var still []string
	for _, name := range sentCookies(r) {
		if declared, ok := c.declared(name, now); ok {
			still = append(still, declared)
		}
	}
	query := r.URL.Query()
	ended, left := cited(query["ended"], known), cited(query["left"], known)
	if slices.Contains(query["left"], portal.Encode(anyLeft.left[0])) {
		left = known
	}
	left = unique(append(left, among(ended, still)...))
	return withdrawal{ended: without(ended, left), left: left}
}

// query returns the part of the redirect's query that reported parses. Firewalls
// reject names such as _pk_id.* unless they are encoded.
func (d withdrawal) query() string {
	return url.Values{"ended": encoded(d.ended), "left": encoded(d.left)}.Encode()
}

func encoded(names []string) []string {
	var all []string
	for _, name := range names {
		all = append(all, portal.Encode(name))
	}
	return all
}

// cited returns the names of known that a query contains in their encoded form.
func cited(query, known []string) []string {
	return unique(slices.DeleteFunc(slices.Clone(known), func(name string) bool { return !slices.Contains(query, portal.Encode(name)) }))
}

func setCookieSize(h http.Header) int { return linesSize(h.Values("Set-Cookie")) }

func linesSize(lines []string) int {
	size := 0
	for _, line := range lines {
		size += len("Set-Cookie: \r\n") + len(line)
	}
	return size
}

// unique returns names without duplicates, in the same order.
func unique(names []string) []string {
	var once []string
	seen := make(map[string]bool, len(names)) // a request has room for thousands of cookies
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			once = append(once, name)
		}
	}
	return once
}

// among returns the names that are also in others, each once.
func among(names, others []string) []string {
	return unique(slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !slices.Contains(others, n) }))
}

// without returns the names that are not in others.
func without(names, others []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(others, n) })
}
