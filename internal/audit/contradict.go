package audit

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"charte/internal/check"
	"charte/internal/portal"
)

// lasts compares the lifetime of a cookie with the declared one. It skips durations
// that [check.Lifetime] cannot parse; package check reports those. What a site writes
// beyond [BrowserMax] has no effect, so a row with that duration is true.
func (c *comparison) lasts(state State, k Cookie, f Finding, d declared) {
	limit, readable := check.Lifetime(d.Duration)
	if !readable || min(time.Duration(k.Lifetime), BrowserMax) <= limit+slack(limit) {
		return
	}
	f.Declared = d.Duration
	found := c.report(LifetimeLonger, state, k.Page, f)
	found.Lifetime = max(found.Lifetime, k.Lifetime)
}

// slack returns the tolerance for a declared lifetime: clocks differ, and calendar
// months and years have no fixed length.
func slack(declared time.Duration) time.Duration {
	const day = 24 * time.Hour
	if declared < 28*day {
		return time.Minute
	}
	return 2*day + declared/200
}

// Attributes and hosts that a row may mention in its texts.
var (
	httpOnlyText = regexp.MustCompile(`(?i)\bhttp-?only\b`)
	secureText   = regexp.MustCompile(`(?i)\bsecure\b`)
	sameSiteText = regexp.MustCompile(`(?i)\bsamesite\s*[=: ]\s*(strict|lax|none)\b`)
	hostText     = regexp.MustCompile(`(?i)\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}\b`)
)

// Values of [Finding] for the party that a cookie belongs to.
const (
	FirstParty = "first-party"
	ThirdParty = "third-party"
)

// attributes compares the attributes of a cookie with those mentioned in its row. The
// cookies of this service are compared with the attributes that it sets (B-01).
func (c *comparison) attributes(state State, k Cookie, f Finding, d declared) {
	text := d.Service + " " + d.Purpose
	differ := func(declared, seen string) {
		f.Declared, f.Seen = declared, seen
		c.report(AttributesDiffer, state, k.Page, f)
	}
	own, encrypted := ownCookie(k.Name), strings.HasPrefix(k.Page, "https:")
	sameSite := sameSiteText.FindStringSubmatch(text)
	if own != nil {
		sameSite = []string{"", "Lax"}
	}
	switch id := c.charter.Purposes[d.purpose].ID; {
	case k.ThirdParty && (id == "first_party" || check.Mentions("first_party", text)):
		differ(FirstParty, ThirdParty)
	case sameSite != nil && !strings.EqualFold(sameSite[1], k.SameSite):
		differ("SameSite="+sameSite[1], sameSiteOf(k))
	case !k.Secure && (own != nil && encrypted || secureText.MatchString(text)):
		differ("Secure", "")
	case !k.HTTPOnly && (own != nil && own.httpOnly || httpOnlyText.MatchString(text)):
		differ("HttpOnly", "")
	case k.HTTPOnly && own != nil && !own.httpOnly:
		differ("", "HttpOnly")
	}
}

func sameSiteOf(k Cookie) string {
	if k.SameSite == "" {
		return ""
	}
	return "SameSite=" + k.SameSite
}

// own describes a cookie of this service.
type own struct{ httpOnly bool }

// Preferences is the name of the choice cookie, the only one that the platform reads.
const Preferences = "cookies_preferences"

// ownCookie returns the cookie of this service with that name, or nil.
func ownCookie(name string) *own {
	switch strings.TrimPrefix(strings.TrimPrefix(name, hostPrefix), securePrefix) {
	case Preferences:
		return &own{}
	case "charte-receipt":
		return &own{httpOnly: true}
	}
	return nil
}

// isHost reports whether a word with a dot is a host name, unlike Node.js.
func isHost(word string) bool {
	_, public := publicsuffix.PublicSuffix(strings.ToLower(word))
	return public || strings.Count(word, ".") > 1
}

// domain compares the domain of a cookie with the hosts named in its row. It skips
// rows that name no host.
func (c *comparison) domain(state State, k Cookie, f Finding, d declared) {
	named := slices.DeleteFunc(hostText.FindAllString(d.Service, -1), func(host string) bool { return !isHost(host) })
	for _, host := range named {
		// A cookie of the parent domain is sent to the host that the row names.
		if portal.Within(k.Domain, host) || !k.HostOnly && portal.Within(host, k.Domain) {
			return
		}
	}
	if len(named) > 0 {
		f.Declared, f.Seen = strings.Join(named, ", "), k.Domain
		c.report(OtherHost, state, k.Page, f)
	}
}
