package audit

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// cookie applies the rules about cookies to one cookie.
func (c *comparison) cookie(state State, k Cookie) {
	f := c.about(KindCookie, k.Name, k.Domain)
	f.Host, f.Evidence, f.SetBy, f.Request, f.Lifetime = k.Domain, k.line(), k.SetBy, k.Request, k.Lifetime
	d, isDeclared := c.find(KindCookie, k.Name)
	if !isDeclared && c.optOut(k.Name) {
		return
	}
	if !isDeclared {
		found := c.report(UndeclaredCookie, state, k.Page, f)
		found.Lifetime = max(found.Lifetime, k.Lifetime)
		found.Propose = c.propose(k.Name, *found, k.ThirdParty)
	}
	if c.needsConsent(KindCookie, k.Name, k.Domain) {
		c.runs(state, k.Page, k.AfterChoice, f)
	}
	if isDeclared {
		c.measures(state, k.Page, k.AfterChoice, f, d)
		c.livesLonger(state, k, f, d)
		c.lasts(state, k, f, d)
		c.attributes(state, k, f, d)
		c.domain(state, k, f, d)
	}
}

// about returns a finding with the kind, name, tool and declaration of a tracker.
func (c *comparison) about(kind, name, host string) Finding {
	f := Finding{Kind: kind, Name: name}
	k, isKnown := knownTracker(c.tools, name, host)
	if isKnown {
		f.Tool, f.Name = k.tool.Name, k.name
	}
	if d, found := c.find(kind, name); found {
		f.Name, f.File, f.Line = d.Name, c.charter.File(c.charter.Language), d.Line
	} else if !isKnown {
		f.Name = nameable(name)
	}
	return f
}

// runs reports a tracker that needs consent and was used without it.
func (c *comparison) runs(state State, page string, afterChoice bool, f Finding) {
	id := unasked(state, afterChoice)
	if id == "" {
		return
	}
	c.report(id, state, page, f)
	add(c.running, state, f.Name)
}

// line formats a cookie as a Set-Cookie header, without its value.
func (k Cookie) line() string {
	var b strings.Builder
	b.WriteString(k.Name + "=…")
	if k.Domain != "" && !k.HostOnly {
		b.WriteString("; Domain=" + k.Domain)
	}
	b.WriteString("; Path=" + cmp.Or(k.Path, "/"))
	if k.Lifetime > 0 {
		fmt.Fprintf(&b, "; Max-Age=%d", int64(time.Duration(k.Lifetime).Seconds()))
	}
	if k.SameSite != "" {
		b.WriteString("; SameSite=" + k.SameSite)
	}
	if k.Secure {
		b.WriteString("; Secure")
	}
	if k.HTTPOnly {
		b.WriteString("; HttpOnly")
	}
	return b.String()
}
