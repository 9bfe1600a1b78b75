package handlers

import (
	"net/http"
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// maxTwins bounds the Set-Cookie lines that end twins, in bytes: the choice, the
// receipt and a withdrawal share one answer with them (see maxSetCookie).
const maxTwins = 1 << 10

// endTwins expires the cookies of the choice's name that an earlier --cookie-domain left in
// the visitor's browser. Beside the new choice, such a twin would contradict it:
// every visit would ask again, and a reader of the first cookie would see the old
// choice. A request does not tell the domain of a cookie, so every value must cite
// a scope of this registry. Otherwise one of them may be another controller's
// choice, and all stay.
func (c *cookies) endTwins(w http.ResponseWriter, r *http.Request) {
	values := cookieValues(r, c.name)
	if len(values) == 0 || !c.terms.Recognizes(values) {
		return
	}
	for _, line := range c.twins {
		w.Header().Add("Set-Cookie", line)
	}
}

// twinLines returns the Set-Cookie lines that end a twin, as many as fit.
func (c *cookies) twinLines(host string) []string {
	var lines []string
	for _, domain := range cookieDomains(host) {
		if domain == c.domain {
			continue // the choice itself
		}
		cookie := http.Cookie{
			Name: c.name, Path: "/", Domain: domain, MaxAge: -1, Secure: c.secure, SameSite: http.SameSiteLaxMode,
		}
		if lines = append(lines, cookie.String()); linesSize(lines) > maxTwins {
			return lines[:len(lines)-1]
		}
	}
	return lines
}

// cookieDomains returns the values of --cookie-domain that are possible on a host:
// none, and its parents below the public suffix, the widest first. The host itself
// is not one of them: for RFC 6265 that would be the cookie without a domain.
func cookieDomains(host string) []string {
	domains := []string{""}
	if _, err := netip.ParseAddr(host); err == nil {
		return domains
	}
	widest, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil || widest == host {
		return domains
	}
	domains = append(domains, widest)
	between := strings.Split(strings.TrimSuffix(host, "."+widest), ".")
	for i := len(between) - 1; i > 0; i-- {
		domains = append(domains, strings.Join(between[i:], ".")+"."+widest)
	}
	return domains
}
