package check

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/portal"
)

// settingRules are about flags that work, and about what they lead to.
func settingRules() []Rule {
	return []Rule{
		{"built-in-charter", Fault, StopsAlways, "The built-in charter is that of another authority: under this address, visitors would be asked in its name.", "C-10; LD §24; GDPR art. 13(1)(a)",
			"Name the folder that holds your own charter.md in --content.", borrowed},
		{"cookie-domain", Fault, Stops, "A portal that the cookie's domain does not cover cannot read the choice.", "B-01; B-04; C-26",
			"Serve from a sub-domain beside the portal, and set --cookie-domain to the parent of both.", uncovered},
		{"cookie-name", Warning, Silent, "The platform's own reader knows cookies_preferences only.", "C-24; the platform's reader",
			"Leave --cookie-name out, unless two charters share one domain.", otherName},
		{"site-portal", Fault, Stops, "The banner names the sites that the choice covers; this portal is not among them.", "C-26; RC art. 2.2",
			"Add the portal under sites:.", portalUnlisted},
		{"site-unreached", Fault, Stops, "The banner says that the choice covers a site that its cookie does not reach.", "C-26; RC art. 2.2; B-01",
			"Take the site out of sites:, or widen --cookie-domain.", siteUnreached},
		{"cookie-shared", Fault, Stops, "Two charters that write one cookie ask everyone again in turn, and neither can keep a choice.", "C-26; B-01; S-06",
			"Give one of the two another --cookie-name, or a --cookie-domain that does not meet the other's.", shared},
		{"handle-off", Warning, Silent, "Withdrawing must be as easy as giving, from every page.", "C-15; GDPR art. 7(3); RC art. 3",
			"See that the footer of every page links to this service (charte embed --kit 3), or leave --handle on.", handleOff},
	}
}

// real are the settings of a service that others can reach: on loopback people
// try things out, with the built-in charter of another place.
func (in *Input) real() *Settings {
	if in.Settings == nil || portal.IsLoopback(in.Settings.Base.Hostname()) {
		return nil
	}
	return in.Settings
}

// covers says whether a cookie that the service sets reaches an origin's host.
func (s *Settings) covers(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	if s.CookieDomain == "" {
		return u.Hostname() == s.Base.Hostname()
	}
	return within(u.Hostname(), s.CookieDomain)
}

func (s *Settings) reach() message.Text {
	if s.CookieDomain == "" {
		return message.Of("of %s alone", s.Base.Hostname())
	}
	return message.Of("of %s", s.CookieDomain)
}

func uncovered(in *Input) []Finding {
	s := in.real()
	if s == nil {
		return nil
	}
	var found []Finding
	for _, origin := range s.Portals {
		if !s.covers(origin) {
			found = append(found, setting(message.Of("--cookie-domain: the cookie is %s, which does not cover --portal %s", s.reach(), origin))...)
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

// borrowed finds the addresses under which the built-in charter would be another
// authority's: portals that are not its sites, and a base URL beside none of them.
func borrowed(in *Input) []Finding {
	s := in.real()
	if s == nil || !in.Shipped || in.Charter == nil {
		return nil
	}
	var found []Finding
	foreign := func(flag, origin string) {
		found = append(found, setting(message.Of("--content is missing, and the built-in charter is that of %s, not of %s %s", in.Charter.Controller.Name, flag, origin))...)
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
	s := in.real()
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
	s := in.real()
	if s == nil || in.Charter == nil || len(borrowed(in)) > 0 {
		return nil
	}
	var found []Finding
	for _, origin := range in.sites() {
		// A portal that is not reached is told by cookie-domain.
		if !s.covers(origin) && !slices.Contains(s.Portals, origin) {
			found = append(found, in.front("sites", message.Of("the cookie is %s, which does not cover the site %s", s.reach(), origin))...)
		}
	}
	return found
}

// sites are the origins of the charter's sites, as browsers write them.
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
	return setting(message.Of("--handle is off: a choice can be changed only where the portal itself links to this service"))
}

// shared looks at a service that was asked and is not this one: where both write the
// same cookie to browsers of the same hosts, one overwrites the other's choice, or
// stands beside it and disagrees.
func shared(in *Input) []Finding {
	s, other := in.real(), in.Running
	if s == nil || other == nil || in.Charter == nil || other.Origin == s.Base.String() || other.Cookie != s.CookieName {
		return nil
	}
	ours := cmp.Or(s.CookieDomain, s.Base.Hostname())
	if !within(ours, other.Domain) && !within(other.Domain, ours) || consent.NewScope(in.Charter.Purposes).Hash() == other.Scope.Hash() {
		return nil
	}
	return setting(message.Of("--cookie-name: %s writes %q for %s too, under another charter", other.Origin, other.Cookie, other.Domain))
}

// within says whether a host is a domain or one of its hosts.
func within(host, domain string) bool {
	return domain != "" && (host == domain || strings.HasSuffix(host, "."+domain))
}
