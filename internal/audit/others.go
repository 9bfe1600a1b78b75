package audit

import (
	"cmp"

	"charte/internal/consent"
)

// stored applies the rules about data stored without a cookie.
func (c *comparison) stored(state State, s Stored) {
	f := c.about(s.Kind, s.Name, hostOf(s.Origin))
	f.Evidence = s.Kind + " " + s.Origin + " " + s.Name
	f.Host = hostOf(s.Origin)
	if f.Line == 0 {
		found := c.report(UndeclaredStorage, state, s.Page, f)
		found.Propose = c.propose(s.Name, *found, false)
	}
	if d, found := c.find(s.Kind, s.Name); found {
		c.measures(state, s.Page, s.AfterChoice, f, d)
	}
	if c.needsConsent(s.Kind, s.Name, hostOf(s.Origin)) {
		c.runs(state, s.Page, s.AfterChoice, f)
	}
}

// request applies the rules about requests: the cookies sent, and the host.
func (c *comparison) request(state State, r Request) {
	d, delegated := c.delegated[r.Host]
	if delegated {
		c.hidden(state, r, d)
	}
	id := unasked(state, r.AfterChoice)
	if id == "" {
		return
	}
	c.sent(state, r)
	f := Finding{Kind: KindRequest, Host: r.Host, Evidence: r.Type + " " + r.Address}
	t := cmp.Or(toolAt(c.tools, r.Address), d.tool)
	if t != nil {
		f.Tool = t.Name
	}
	switch {
	case t != nil && c.objected(state, r.AfterChoice) && c.objectable(t):
		c.report(AfterObjection, state, r.Page, f)
		add(c.tracking, state, r.Host)
	case t != nil && c.allowed(t), c.exemptPixel(r):
	case t != nil, r.Pixel && r.ThirdParty:
		c.report(TrackerRequest, state, r.Page, f)
		add(c.tracking, state, r.Host)
	case r.Pixel:
		c.report(OwnPixel, state, r.Page, f)
	case r.ThirdParty:
		c.report(OtherRequest, state, r.Page, f)
		add(c.contacted, state, r.Host)
	}
}

// sent applies the rules about cookies to those that a request sends.
func (c *comparison) sent(state State, r Request) {
	for _, name := range r.Cookies {
		if c.optOut(name) {
			continue
		}
		f := c.about(KindCookie, name, r.Host)
		f.Evidence = "Cookie: " + name + " → " + r.Address
		if d, found := c.find(KindCookie, name); found {
			c.measures(state, r.Page, r.AfterChoice, f, d)
		}
		if c.needsConsent(KindCookie, name, r.Host) {
			c.runs(state, r.Page, r.AfterChoice, f)
		}
	}
}

// foreignPreferences reports choice cookies that this service did not write: the
// platform's own banner leaves a host-only one that hides ours from the platform. Our
// cookie is never set by a script or before a choice, and it is host-only only if no
// cookie of that name has a Domain.
func (c *comparison) foreignPreferences(seen Observations) {
	shared := false
	c.eachPreferences(seen, func(_ State, k Cookie) { shared = shared || !k.HostOnly })
	c.eachPreferences(seen, func(state State, k Cookie) {
		early := state == Undecided || state == GPC
		if k.SetBy != ByScript && !early && (!shared || !k.HostOnly) {
			return
		}
		f := c.about(KindCookie, k.Name, k.Domain)
		f.Host, f.Evidence, f.SetBy, f.Request = k.Domain, k.line(), k.SetBy, k.Request
		c.report(PreferencesForeign, state, k.Page, f)
	})
}

func (c *comparison) eachPreferences(seen Observations, do func(State, Cookie)) {
	for _, v := range seen.Visits {
		for _, k := range v.Cookies {
			if k.Name == Preferences {
				do(v.State, k)
			}
		}
	}
}

// notSeen reports declared trackers that were never seen. It does nothing after an
// incomplete audit.
func (c *comparison) notSeen(seen Observations) {
	if !c.coverage.Complete {
		return
	}
	names := map[string]bool{} // as declared
	use := func(kind, name string) {
		d, _ := c.find(kind, name)
		names[d.ID()] = true
	}
	for _, v := range seen.Visits {
		for _, k := range v.Cookies {
			use(KindCookie, k.Name)
		}
		for _, s := range v.Stored {
			use(s.Kind, s.Name)
		}
	}
	for _, d := range c.declared {
		// A measurement on the server is nowhere to be seen, and a pixel is a request.
		if !names[d.ID()] && d.Kind != consent.Server && d.Kind != consent.Pixel {
			c.report(NotSeen, "", "", Finding{Kind: cmp.Or(string(d.Kind), KindCookie), Name: d.Name, File: c.charter.File(c.charter.Language), Line: d.Line})
		}
	}
}
