package audit

import (
	"slices"
	"strings"

	"charte/internal/charter"
	"charte/internal/consent"
)

// declared is a tracker as the charter's original language declares it.
type declared struct {
	charter.Tracker
	purpose int // its index
	exempt  bool
}

// declarations are all of them, in the charter's order.
func declarations(c *charter.Charter) (all []declared) {
	for i, p := range c.In(c.Languages[0]).Purposes {
		for _, t := range p.Trackers {
			all = append(all, declared{t, i, c.Purposes[i].Exempt})
		}
	}
	return all
}

// hostPrefix binds a cookie to its host; this service leaves it out where there is
// no https.
const hostPrefix = "__Host-"

// find returns the declaration of a name: the exact one, else the pattern that
// leaves least open.
func (c *comparison) find(name string) (declared, bool) {
	best, found := declared{}, false
	for _, d := range c.declared {
		if !consent.Matches(d.Name, name) && d.Name != hostPrefix+name {
			continue
		}
		if !found || fixed(d.Name) > fixed(best.Name) {
			best, found = d, true
		}
	}
	return best, found
}

// fixed is how much of a pattern stands for itself; a name without a wild card
// outweighs every pattern.
func fixed(pattern string) int {
	wild := strings.Count(pattern, "*") + strings.Count(pattern, "#")
	if wild == 0 {
		return 1 << 20
	}
	return len(pattern) - wild
}

// needsConsent says whether a tracker needs consent: everything but what is
// declared exempt, or undeclared and known to be.
func (c *comparison) needsConsent(name string) bool {
	if d, found := c.find(name); found {
		return !d.exempt
	}
	k, found := knownTracker(c.tools, name)
	return !found || !k.tool.Exempt
}

// allowed says whether the charter declares a tool's trackers exempt: an audience
// measurement that is set up as the authority asks needs no consent (RC §50-51).
func (c *comparison) allowed(t *tool) bool {
	return slices.ContainsFunc(c.declared, func(d declared) bool {
		k, found := knownTracker([]tool{*t}, literal(d.Name))
		return found && k.tool.Name == t.Name && d.exempt
	})
}

// literal is a name that a pattern stands for.
func literal(pattern string) string { return strings.NewReplacer("*", "", "#", "1").Replace(pattern) }
