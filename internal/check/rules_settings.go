package check

import (
	"cmp"
	"net/url"
	"slices"

	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/portal"
)

// settingRules are about flags whose values are valid but have bad consequences.
func settingRules() []Rule {
	return []Rule{
		{"built-in-charter", Fault, StopsAlways, "The built-in charter belongs to another authority: visitors of this address would give their consent to it.", "C-10; LD §24; GDPR art. 13(1)(a)",
			"Set --content to the folder that contains your charter.md.", borrowed},
		{"cookie-domain", Fault, Stops, "A portal outside the cookie's domain cannot read the choice.", "B-01; B-04; C-26",
			"Serve Charte from a sub-domain of the portal's parent domain, and set --cookie-domain to that parent domain.", uncovered},
		{"cookie-name", Warning, Silent, "The platform reads only the cookie cookies_preferences.", "C-24; the platform's reader",
			"Remove --cookie-name, unless two charters share one domain.", otherName},
		{"site-portal", Fault, Stops, "The banner lists the sites that the choice covers; this portal is missing.", "C-26; RC art. 2.2",
			"Add the portal under sites:.", portalUnlisted},
		{"site-unreached", Fault, Stops, "The banner lists a site that the cookie does not reach.", "C-26; RC art. 2.2; B-01",
			"Remove the site from sites:, or widen --cookie-domain.", siteUnreached},
		{"cookie-shared", Fault, Stops, "Two charters that write the same cookie overwrite each other's choice, so visitors are asked again and again.", "C-26; B-01; S-06",
			"Give one of the two services another --cookie-name, or a --cookie-domain that does not overlap the other's.", shared},
		{"cookie-parent", Notice, Silent, "Two cookies of one name that hold different choices grant nothing, and visitors are asked again.", "C-26; B-01",
			"Ask whether another service sets this cookie on the parent domain; charte check --against its address compares the two. If one does, give one of them another --cookie-name.", parentDomain},
		{"handle-off", Warning, Silent, "Withdrawing must be as easy as giving, from every page.", "C-15; GDPR art. 7(3); RC art. 3",
			"Link to this service from the footer of every page (charte embed --kit 3), or leave --handle on.", handleOff},
	}
}

// public returns the settings of a service with a public address, or nil. On
// loopback, operators try Charte with the built-in charter of another authority.
func (in *Input) public() *Settings {
	if in.Settings == nil || portal.IsLoopback(in.Settings.Base.Hostname()) {
		return nil
	}
	return in.Settings
}

// covers reports whether browsers send the service's cookie to the host of an origin.
func (s *Settings) covers(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	if s.CookieDomain == "" {
		return u.Hostname() == s.Base.Hostname()
	}
	return portal.Within(u.Hostname(), s.CookieDomain)
}

func (s *Settings) reach() message.Text {
	if s.CookieDomain == "" {
		return message.Of("%s only", s.Base.Hostname())
	}
	return message.Plain(s.CookieDomain)
}

func uncovered(in *Input) []Finding {
	s := in.public()
	if s == nil {
		return nil
	}
	var found []Finding
	for _, origin := range s.Portals {
		if !s.covers(origin) {
			found = append(found, setting(message.Of("--cookie-domain: the cookie is set for %s, which does not cover --portal %s", s.reach(), origin))...)
		}
	}
	return found
}

func otherName(in *Input) []Finding {
	if in.Settings == nil || in.Settings.CookieName == "cookies_preferences" {
		return nil
	}
	return setting(message.Of("--cookie-name is %q: the platform's own tools will not find the choice", in.Settings.CookieName))
}

// borrowed reports the addresses that do not belong to the authority of the built-in
// charter: portals that are not among its sites, and a base URL on another site.
func borrowed(in *Input) []Finding {
	s := in.public()
	if s == nil || !in.Shipped || in.Charter == nil {
		return nil
	}
	var found []Finding
	foreign := func(flag, origin string) {
		found = append(found, setting(message.Of("--content is missing, and the built-in charter belongs to %s, not to %s %s", in.Charter.Controller.Name, flag, origin))...)
	}
	for _, origin := range s.Portals {
		if !slices.Contains(in.sites(), origin) {
			foreign("--portal", origin)
		}
	}
	if !slices.ContainsFunc(in.sites(), func(site string) bool { return portal.Judge(s.Base, "", site).SameSite }) {
		foreign("--base-url", s.Base.String())
	}
	return found
}

func portalUnlisted(in *Input) []Finding {
	s := in.public()
	if s == nil || in.Charter == nil || len(borrowed(in)) > 0 {
		return nil
	}
	var found []Finding
	for _, origin := range s.Portals {
		if !slices.Contains(in.sites(), origin) {
			found = append(found, in.front("sites", message.Of("--portal %s is not among the sites", origin))...)
		}
	}
	return found
}

func siteUnreached(in *Input) []Finding {
	s := in.public()
	if s == nil || in.Charter == nil || len(borrowed(in)) > 0 {
		return nil
	}
	var found []Finding
	for _, origin := range in.sites() {
		// The rule cookie-domain reports portals that the cookie does not reach.
		if !s.covers(origin) && !slices.Contains(s.Portals, origin) {
			found = append(found, in.front("sites", message.Of("the cookie is set for %s, which does not cover the site %s", s.reach(), origin))...)
		}
	}
	return found
}

// sites returns the origins of the charter's sites, as browsers serialise them.
func (in *Input) sites() []string {
	var all []string
	for _, site := range in.Charter.Sites {
		if origin, err := portal.ParseOrigin(site.Origin); err == nil {
			all = append(all, origin)
		}
	}
	return all
}

func handleOff(in *Input) []Finding {
	if in.Settings == nil || in.Settings.Handle {
		return nil
	}
	return setting(message.Of("--handle is off: visitors can change their choice only if the portal links to this service"))
}

// shared reports another service that writes a cookie of the same name for the same
// hosts under a different charter: browsers then send it a choice that is not its own.
func shared(in *Input) []Finding {
	s, other := in.public(), in.Running
	if s == nil || other == nil || in.Charter == nil || other.Address == s.Base.String() || other.Cookie != s.CookieName {
		return nil
	}
	ours := cmp.Or(s.CookieDomain, s.Base.Hostname())
	if !portal.Within(ours, other.Domain) && !portal.Within(other.Domain, ours) || consent.NewScope(in.Charter.Purposes).Hash() == other.Scope.Hash() {
		return nil
	}
	return setting(message.Of("--cookie-name: %s also writes %q for %s, with another charter", other.Address, other.Cookie, other.Domain))
}

// parentDomain reports that the cookie's domain has a parent on which another service may
// set the same cookie. It returns nothing with --against, which compares the two.
func parentDomain(in *Input) []Finding {
	s := in.public()
	if s == nil || s.CookieDomain == "" || in.Running != nil {
		return nil
	}
	parent := portal.Site(s.CookieDomain)
	if parent == s.CookieDomain {
		return nil
	}
	return setting(message.Of("--cookie-domain: the cookie is set for %s, and a cookie %q of %s would reach the portal too", s.CookieDomain, s.CookieName, parent))
}
