package portal

import (
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Reach says what a choice made at the service can do on a portal, worked out from
// names alone: nothing is fetched.
type Reach struct {
	// Portal is the portal's origin.
	Portal string
	// SameSite says that browsers take both for one site: elsewhere a frame gets no
	// cookies, so nothing can be asked there (B-04).
	SameSite bool
	// Encrypted says that both are https, or both http on this machine: a Secure
	// cookie is not seen on a plain page.
	Encrypted bool
	// Readable says that the portal's own pages can read the choice.
	Readable bool
}

// Works says that the banner can ask there, and the portal read the answer.
func (r Reach) Works() bool { return r.SameSite && r.Encrypted && r.Readable }

// Judge works out the reach. domain is that of the choice's cookie; empty: the
// service's own host alone. An origin that cannot be parsed reaches nothing.
func Judge(service *url.URL, domain, origin string) Reach {
	r := Reach{Portal: origin}
	there, err := url.Parse(origin)
	if err != nil {
		return r
	}
	ours, theirs := service.Hostname(), there.Hostname()
	r.Encrypted = service.Scheme == there.Scheme
	r.SameSite = r.Encrypted && site(ours) == site(theirs)
	r.Readable = ours == theirs || domain != "" && (theirs == domain || strings.HasSuffix(theirs, "."+domain))
	return r
}

// site is the registrable domain, or the name itself where there is none.
func site(host string) string {
	if found, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return found
	}
	return host
}
