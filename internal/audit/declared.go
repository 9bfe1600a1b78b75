package audit

import (
	"slices"
	"strings"

	"charte/internal/charter"
	"charte/internal/consent"
)

// declared is a tracker as declared in the charter's original language.
type declared struct {
	charter.Tracker
	purpose int // its index
	exempt  bool
}

// declarations returns all declared trackers, in the order of the charter.
func declarations(c *charter.Charter) (all []declared) {
	for i, p := range c.In(c.Languages[0]).Purposes {
		for _, t := range p.Trackers {
			all = append(all, declared{t, i, c.Purposes[i].Exempt})
		}
	}
	return all
}

// hostPrefix binds a cookie to its host, and securePrefix, below a path, to https; this
// service omits them without https.
const (
	hostPrefix   = "__Host-"
	securePrefix = "__Secure-"
)

// find returns the declaration that matches a cookie or key: the exact one, else the most
// specific pattern. A key may be declared as a cookie, as charters did before they could
// name other kinds; a cookie is not declared by a row of another kind.
func (c *comparison) find(kind, name string) (declared, bool) {
	best, found := declared{}, false
	for _, d := range c.declared {
		if d.Kind != consent.Cookie && string(d.Kind) != kind {
			continue
		}
		if !consent.Matches(d.Name, name) && d.Name != hostPrefix+name && d.Name != securePrefix+name {
			continue
		}
		if !found || fixed(d.Name) > fixed(best.Name) {
			best, found = d, true
		}
	}
	return best, found
}

// fixed returns the number of literal characters of a pattern. A name without a
// wildcard is more specific than every pattern.
func fixed(pattern string) int {
	wild := strings.Count(pattern, "*") + strings.Count(pattern, "#")
	if wild == 0 {
		return 1 << 20
	}
	return len(pattern) - wild
}

// needsConsent reports whether a tracker needs consent: it does unless it is declared
// exempt, or undeclared and known to be exempt.
func (c *comparison) needsConsent(kind, name, host string) bool {
	if d, found := c.find(kind, name); found {
		return !d.exempt
	}
	k, found := knownTracker(c.tools, name, host)
	return !found || !k.tool.Exempt
}

// allowed reports whether the charter declares a tool's trackers exempt: an audience
// measurement that meets the authority's conditions needs no consent (RC §50-51).
func (c *comparison) allowed(t *Tool) bool {
	return slices.ContainsFunc(c.declared, func(d declared) bool {
		k, found := knownTracker([]Tool{*t}, literal(d.Name), t.home())
		return found && k.tool.Name == t.Name && d.exempt
	})
}

// exemptPixel reports whether the charter declares the request as an exempt pixel, by
// its host or a part of its address.
func (c *comparison) exemptPixel(r Request) bool {
	return slices.ContainsFunc(c.declared, func(d declared) bool {
		return d.exempt && d.Kind == consent.Pixel && (consent.Matches(d.Name, r.Host) || strings.Contains(r.Address, d.Name))
	})
}

// literal returns a name that the pattern matches.
func literal(pattern string) string { return strings.NewReplacer("*", "", "#", "1").Replace(pattern) }
