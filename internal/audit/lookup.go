package audit

import (
	"slices"

	"charte/internal/portal"
)

// Lookup is the answer of DNS for a host of the portal's own domain that the pages
// contacted. Such a host is a third party if it is an alias of another domain (C-25).
type Lookup struct {
	Host string `json:"host"`
	// Aliases are the names that its CNAME records lead to, in order; empty if it has
	// none.
	Aliases []string `json:"aliases,omitempty"`
	// Failed is the reason why it could not be looked up, one of [LookupFailures];
	// empty if it was.
	Failed string `json:"failed,omitempty"`
}

// The values of [Lookup.Failed].
const (
	NoSuchName = "no-such-name" // the resolver does not know the name
	NoAnswer   = "no-answer"    // no resolver could be reached, or it reported an error
	Slow       = "timeout"      // no answer in time
	HostsFile  = "hosts-file"   // this machine answered without DNS, as no visitor's does
	TooMany    = "too-many"     // the limit of host names was reached
)

// LookupFailures returns all values of [Lookup.Failed].
func LookupFailures() []string { return []string{NoSuchName, NoAnswer, Slow, HostsFile, TooMany} }

// delegation is the alias of a host outside the host's own domain.
type delegation struct {
	to   string
	tool *Tool // nil if it belongs to no known tool
}

// delegations returns the delegation of each host that has one, except of the audited
// hosts themselves and of hosts on the same platform as these: portals are often an
// alias of their platform.
func delegations(tools []Tool, seen Observations) map[string]delegation {
	starts, platform := platformOf(seen)
	all := map[string]delegation{}
	for _, l := range seen.Lookups {
		foreign := slices.DeleteFunc(slices.Clone(l.Aliases), func(name string) bool { return portal.Site(name) == portal.Site(l.Host) })
		if slices.Contains(starts, l.Host) || len(foreign) == 0 {
			continue
		}
		known := slices.IndexFunc(foreign, func(name string) bool {
			return !slices.Contains(platform, portal.Site(name)) && toolOf(tools, name) != nil
		})
		switch {
		case known >= 0:
			all[l.Host] = delegation{foreign[known], toolOf(tools, foreign[known])}
		case !slices.Contains(platform, portal.Site(foreign[0])):
			all[l.Host] = delegation{to: foreign[0]}
		}
	}
	return all
}

// platformOf returns the audited hosts, and the domains of these and of their aliases.
func platformOf(seen Observations) (starts, sites []string) {
	for _, address := range seen.Target {
		starts = append(starts, hostOf(address))
		sites = append(sites, portal.Site(hostOf(address)))
	}
	for _, l := range seen.Lookups {
		if slices.Contains(starts, l.Host) {
			for _, name := range l.Aliases {
				sites = append(sites, portal.Site(name))
			}
		}
	}
	return starts, sites
}

// toolOf returns the known tool with that host, or nil.
func toolOf(tools []Tool, host string) *Tool {
	if i := slices.IndexFunc(tools, func(t Tool) bool { return t.at(host) }); i >= 0 {
		return &tools[i]
	}
	return nil
}

// hidden reports a request to a host that is an alias of another domain. A tool that
// the charter declares exempt breaks no law by it, but its alias hides who runs it.
func (c *comparison) hidden(state State, r Request, d delegation) { // C-25
	f := Finding{Kind: KindRequest, Host: r.Host, Seen: d.to, Evidence: r.Type + " " + r.Address + " → " + d.to}
	id := HiddenHost
	if d.tool != nil {
		f.Tool = d.tool.Name
		if !c.allowed(d.tool) {
			id = HiddenTracker
		}
	}
	c.report(id, state, r.Page, f)
	if d.tool == nil && unasked(state, r.AfterChoice) != "" {
		add(c.contacted, state, r.Host)
	}
}

// lookupFailed reports whether a host could not be looked up.
func (o Observations) lookupFailed(host string) bool {
	return slices.ContainsFunc(o.Lookups, func(l Lookup) bool { return l.Host == host && l.Failed != "" })
}
