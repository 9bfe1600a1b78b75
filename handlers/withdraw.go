package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"charte/internal/consent"
)

// maxSetCookie bounds the Set-Cookie lines of one answer, in bytes: a common
// proxy answers 502 above 4 KiB of headers, and the choice would be lost.
const maxSetCookie = 3 << 10

// withdrawal is what became of the cookies of the purposes that are not granted:
// names as the charter declares them, and nothing that a request made up.
type withdrawal struct {
	ended []string // told to expire
	left  []string // out of reach, or too many for one answer
}

// withdraw expires every declared cookie that the request shows and that is not
// granted now, HttpOnly ones too, for our own host and for the cookie domain. It
// never uses Clear-Site-Data, which would log the visitor out of the portal (B-10),
// and comes after the choice itself. What was granted until now and does not show
// here may still live on the portal's own host.
func (c *cookies) withdraw(w http.ResponseWriter, r *http.Request, back string, had, now consent.Choice) withdrawal {
	var done withdrawal
	// The way back stands in the same headers, as Location.
	room := maxSetCookie - setCookieSize(w.Header()) - len(url.QueryEscape(back))
	for _, name := range shownCookies(r) {
		declared, ours := c.declared(name, now)
		if !ours {
			continue
		}
		lines := c.expiry(name)
		if room -= linesSize(lines) + len("&ended=") + len(declared); room < 0 {
			done.left = append(done.left, declared)
			continue
		}
		for _, line := range lines {
			w.Header().Add("Set-Cookie", line)
		}
		done.ended = append(done.ended, declared)
	}
	for _, p := range c.asked {
		if had[p.ID] && !now[p.ID] {
			done.left = append(done.left, without(p.Trackers, done.ended)...)
		}
	}
	done.left = unique(done.left)
	done.ended = without(unique(done.ended), done.left)
	return done
}

// declared returns the declared name of a cookie that may be expired: one of a
// purpose that is not granted, and of no purpose that is, nor an exempt one, nor
// our own.
func (c *cookies) declared(name string, granted consent.Choice) (declared string, ours bool) {
	if name == c.name || name == c.receiptName() {
		return "", false
	}
	for _, p := range c.terms.Purposes {
		for _, tracker := range p.Trackers {
			if !consent.Matches(tracker, name) {
				continue
			}
			if p.Exempt || granted[p.ID] {
				return "", false
			}
			if !ours {
				declared, ours = tracker, true
			}
		}
	}
	return declared, ours
}

// expiry is the Set-Cookie lines that end a cookie wherever this host can: which
// domain it was set for cannot be told from a request.
func (c *cookies) expiry(name string) []string {
	domains := []string{""}
	if c.domain != "" && !strings.HasPrefix(name, "__Host-") {
		domains = append(domains, c.domain)
	}
	var lines []string
	for _, domain := range domains {
		cookie := http.Cookie{Name: name, Path: "/", Domain: domain, MaxAge: -1, Secure: c.secure}
		if line := cookie.String(); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// shownCookies are the names of the cookies in a request, each once.
func shownCookies(r *http.Request) []string {
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

// reported reads the withdrawal back from the redirect's query. Anyone can write a query:
// names that the charter does not declare, or that are granted, are dropped, and
// a cookie that still shows was not ended.
func (c *cookies) reported(r *http.Request, granted consent.Choice) withdrawal {
	var known []string
	for _, p := range c.asked {
		if !granted[p.ID] {
			known = append(known, p.Trackers...)
		}
	}
	var still []string
	for _, name := range shownCookies(r) {
		if declared, ours := c.declared(name, granted); ours {
			still = append(still, declared)
		}
	}
	query := r.URL.Query()
	ended, left := among(query["ended"], known), among(query["left"], known)
	left = unique(append(left, among(ended, still)...))
	return withdrawal{ended: without(ended, left), left: left}
}

// query is the part of the redirect's query that reported reads.
func (d withdrawal) query() string {
	return url.Values{"ended": d.ended, "left": d.left}.Encode()
}

func setCookieSize(h http.Header) int { return linesSize(h.Values("Set-Cookie")) }

func linesSize(lines []string) int {
	size := 0
	for _, line := range lines {
		size += len("Set-Cookie: \r\n") + len(line)
	}
	return size
}

// unique returns names in their order, each once.
func unique(names []string) []string {
	var once []string
	for _, name := range names {
		if !slices.Contains(once, name) {
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
