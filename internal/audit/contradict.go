package audit

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"charte/internal/check"
)

// lasts compares a cookie's lifetime with the declared one. A duration that no
// program can read is compared with nothing: check says so.
func (c *comparison) lasts(state State, k Cookie, f Finding, d declared) {
	limit, readable := check.Lifetime(d.Duration)
	if !readable || time.Duration(k.Lifetime) <= limit+slack(limit) {
		return
	}
	f.Declared = d.Duration
	told := c.tell(LifetimeLonger, state, k.Page, f)
	told.Lifetime = max(told.Lifetime, k.Lifetime)
}

// slack is what a lifetime may differ by and still be what was declared: clocks
// differ, and calendar months and years have no fixed length.
func slack(declared time.Duration) time.Duration {
	const day = 24 * time.Hour
	if declared < 28*day {
		return time.Minute
	}
	return 2*day + declared/200
}

// What a row may say of a cookie beyond its columns.
var (
	saysHTTPOnly = regexp.MustCompile(`(?i)\bhttp-?only\b`)
	saysSecure   = regexp.MustCompile(`(?i)\bsecure\b`)
	saysSameSite = regexp.MustCompile(`(?i)\bsamesite\s*[=: ]\s*(strict|lax|none)\b`)
	saysHost     = regexp.MustCompile(`(?i)\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}\b`)
)

// What [Finding] says of whose a cookie is.
const (
	FirstParty = "first-party"
	ThirdParty = "third-party"
)

// attributes compares what a row says of a cookie's attributes with what it has.
// This service's own cookies have those that it writes (B-01).
func (c *comparison) attributes(state State, k Cookie, f Finding, d declared) {
	text := d.Service + " " + d.Purpose
	differ := func(declared, seen string) {
		f.Declared, f.Seen = declared, seen
		c.tell(AttributesDiffer, state, k.Page, f)
	}
	own, encrypted := ownCookie(k.Name), strings.HasPrefix(k.Page, "https:")
	sameSite := saysSameSite.FindStringSubmatch(text)
	if own != nil {
		sameSite = []string{"", "Lax"}
	}
	switch id := c.charter.Purposes[d.purpose].ID; {
	case k.ThirdParty && (id == "first_party" || check.Says("first_party", text)):
		differ(FirstParty, ThirdParty)
	case sameSite != nil && !strings.EqualFold(sameSite[1], k.SameSite):
		differ("SameSite="+sameSite[1], sameSiteOf(k))
	case !k.Secure && (own != nil && encrypted || saysSecure.MatchString(text)):
		differ("Secure", "")
	case !k.HTTPOnly && (own != nil && own.httpOnly || saysHTTPOnly.MatchString(text)):
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

// own is one of this service's cookies.
type own struct{ httpOnly bool }

// Preferences is the cookie of the choice, under the only name that the platform's
// own reader knows.
const Preferences = "cookies_preferences"

// ownCookie says what the service writes under a name; nil for others' cookies.
func ownCookie(name string) *own {
	switch strings.TrimPrefix(name, hostPrefix) {
	case Preferences:
		return &own{}
	case "charte-receipt":
		return &own{httpOnly: true}
	}
	return nil
}

// isHost tells a host from other words with a dot, such as Node.js.
func isHost(word string) bool {
	_, public := publicsuffix.PublicSuffix(strings.ToLower(word))
	return public || strings.Count(word, ".") > 1
}

// domain compares a cookie's domain with the hosts that its row names. A row that
// names none has said nothing about it.
func (c *comparison) domain(state State, k Cookie, f Finding, d declared) {
	named := slices.DeleteFunc(saysHost.FindAllString(d.Service, -1), func(host string) bool { return !isHost(host) })
	for _, host := range named {
		// A cookie of the parent domain is sent to the host that the row names.
		if within(k.Domain, host) || !k.HostOnly && within(host, k.Domain) {
			return
		}
	}
	if len(named) > 0 {
		f.Declared, f.Seen = strings.Join(named, ", "), k.Domain
		c.tell(OtherHost, state, k.Page, f)
	}
}
