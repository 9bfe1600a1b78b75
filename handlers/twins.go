package handlers

import (
	"net/http"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// maxTwins limits the Set-Cookie lines for twins, in bytes. They share maxSetCookie
// with the choice, the receipt and the expired cookies.
const maxTwins = 1 << 10

// endTwins expires the cookies of the choice's name that an earlier --cookie-domain
// left in the visitor's browser. Such a twin would contradict the new choice: the
// visitor would be asked at every visit, and a portal that reads the first cookie
// would see the old choice.
//
// A request does not contain the domain of a cookie. So if any of the values does not
// cite a scope of this registry, endTwins expires nothing: that cookie may be the
// choice of another controller.
func (c *cookies) endTwins(w http.ResponseWriter, r *http.Request) {
	values := cookieValues(r, c.name)
	if len(values) == 0 || !c.terms.Recognizes(values) {
		return
	}
	for _, line := range c.twins {
		w.Header().Add("Set-Cookie", line)
	}
}

// twinLines returns the Set-Cookie lines that expire twins, up to maxTwins.
func (c *cookies) twinLines(host string) []string {
	var lines []string
	for _, domain := range cookieDomains(host) {
		if domain == c.domain {
			continue // the choice's current domain
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

// cookieDomains returns the possible values of --cookie-domain for a host: empty, and
// the host's parents below the public suffix, widest first. It leaves out the host:
// RFC 6265 stores that cookie under the same key as the one without a domain.
func cookieDomains(host string) []string {
	domains := []string{""}
	widest := registrable(host)
	if widest == "" || widest == host {
		return domains
	}
	domains = append(domains, widest)
	between := strings.Split(strings.TrimSuffix(host, "."+widest), ".")
	for i := len(between) - 1; i > 0; i-- {
		domains = append(domains, strings.Join(between[i:], ".")+"."+widest)
	}
	return domains
}

// registrable returns the widest domain for which a host can set a cookie; empty if it
// can set none for a domain.
func registrable(host string) string {
	widest, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return widest
}
