package audit

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"charte/internal/charter"
)

// cookie tries the rules that one cookie can break.
func (c *comparison) cookie(state State, k Cookie) {
	f := c.about(KindCookie, k.Name)
	f.Host, f.Evidence, f.SetBy, f.Request, f.Lifetime = k.Domain, k.line(), k.SetBy, k.Request, k.Lifetime
	d, isDeclared := c.find(k.Name)
	if !isDeclared {
		told := c.tell(UndeclaredCookie, state, k.Page, f)
		told.Lifetime = max(told.Lifetime, k.Lifetime)
		told.Propose = c.propose(k.Name, *told, k.ThirdParty)
	}
	if c.needsConsent(k.Name) {
		c.runs(state, k.Page, k.AfterChoice, f)
	}
	if isDeclared {
		c.lasts(state, k, f, d)
		c.attributes(state, k, f, d)
		c.domain(state, k, f, d)
	}
}

// about begins a finding on a name.
func (c *comparison) about(kind, name string) Finding {
	f := Finding{Kind: kind, Name: name}
	k, isKnown := knownTracker(c.tools, name)
	if isKnown {
		f.Tool, f.Name = k.tool.Name, k.name
	}
	if d, found := c.find(name); found {
		f.Name, f.File, f.Line = d.Name, charter.File(c.charter.Languages[0]), d.Line
	} else if !isKnown {
		f.Name = nameable(name)
	}
	return f
}

// runs tells of something that needs consent and was used without.
func (c *comparison) runs(state State, page string, afterChoice bool, f Finding) {
	id := unasked(state, afterChoice)
	if id == "" {
		return
	}
	c.tell(id, state, page, f)
	add(c.running, state, f.Name)
}

// line writes a cookie as a response would set it, without its value.
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
