package portal

import (
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Reach describes what a choice made at the service can do on a portal. It is derived
// from the names alone, without a request.
type Reach struct {
	// Portal is the portal's origin.
	Portal string
	// SameSite reports whether browsers treat both as one site. If not, a frame
	// receives no cookies, so it cannot ask (B-04).
	SameSite bool
	// Encrypted reports whether both use https, or both http on this machine. A page
	// over http does not receive a Secure cookie.
	Encrypted bool
	// Readable reports whether the portal's pages can read the choice.
	Readable bool
}

// Works reports whether the banner can ask on the portal, and the portal can read the
// choice.
func (r Reach) Works() bool { return r.SameSite && r.Encrypted && r.Readable }

// Judge returns the reach on a portal. domain is the Domain of the choice's cookie;
// empty: the service's host only. An origin that cannot be parsed has the zero reach.
func Judge(service Base, domain, origin string) Reach {
	r := Reach{Portal: origin}
	there, err := url.Parse(origin)
	if err != nil {
		return r
	}
	ours, theirs := service.Hostname(), there.Hostname()
	r.Encrypted = service.Secure() == (there.Scheme == "https")
	r.SameSite = r.Encrypted && Site(ours) == Site(theirs)
	r.Readable = ours == theirs || Within(theirs, domain)
	return r
}

// Within reports whether a host is the domain or one of its sub-domains, so that it
// receives the cookies of that domain. No host is within an empty domain.
func Within(host, domain string) bool {
	host, domain = strings.ToLower(host), strings.ToLower(domain)
	return domain != "" && (host == domain || strings.HasSuffix(host, "."+domain))
}

// Site returns the domain within which hosts can share cookies: the registrable domain,
// or the host itself if it has none (an IP address, localhost).
func Site(host string) string {
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}
