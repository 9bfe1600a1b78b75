package audit

import (
	"slices"
	"strings"
	"time"

	"charte/internal/charter"
)

// thirteenMonths is the longest lifetime of an exempt tracker (H-07): 13 calendar months
// have at most 397 days.
const thirteenMonths = 397 * 24 * time.Hour

// livesLonger reports an exempt tracker that is stored for more than 13 months.
func (c *comparison) livesLonger(state State, k Cookie, f Finding, d declared) { // H-07
	if !d.exempt || time.Duration(k.Lifetime) <= thirteenMonths {
		return
	}
	found := c.report(ExemptLonger, state, k.Page, f)
	found.Lifetime = max(found.Lifetime, k.Lifetime)
}

// objected reports whether an objection holds in a state: after the objection itself,
// and after a refusal if a refusal also objects by the charter's refusal_objects.
func (c *comparison) objected(state State, afterChoice bool) bool { // H-04
	refusal := (state == Refused || state == Withdrawn) && c.charter.RefusalObjects
	return afterChoice && (state == Objected || refusal)
}

// measures reports a tracker of a purpose to which the visitor has objected.
func (c *comparison) measures(state State, page string, afterChoice bool, f Finding, d declared) {
	if c.objected(state, afterChoice) && c.charter.Purposes[d.purpose].Objection {
		c.report(AfterObjection, state, page, f)
		add(c.running, state, f.Name)
	}
}

// objectable reports whether the charter declares a tool in a purpose to which visitors
// can object, by its trackers or by the platform's key.
func (c *comparison) objectable(t *Tool) bool {
	return slices.ContainsFunc(c.declared, func(d declared) bool {
		k, found := knownTracker([]Tool{*t}, literal(d.Name), t.home())
		return found && k.tool.Name == t.Name && c.charter.Purposes[d.purpose].Objection
	})
}

// optOut reports whether the cookie is one that the charter lists as an objection: the
// service sets it itself.
func (c *comparison) optOut(name string) bool {
	return slices.ContainsFunc(c.charter.Declared, func(d charter.Declaration) bool {
		return slices.ContainsFunc(d.OptOutCookies, func(cookie string) bool { return strings.HasPrefix(cookie, name+"=") })
	})
}
