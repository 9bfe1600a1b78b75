package audit

import (
	"cmp"
	"slices"
	"strings"
)

// Use describes when something was seen in a state.
type Use string

// The uses.
const (
	Unused Use = ""
	Before Use = "before" // seen before the choice or the withdrawal only
	Used   Use = "used"
)

// Sighting is a cookie, stored data or host that was seen, declared or not.
type Sighting struct {
	// Kind is as for [Finding].
	Kind string `json:"kind"`
	// Name is the declared name, or the name to declare; for a request, the host.
	Name string `json:"name"`
	Host string `json:"host"`
	// Declared is [Yes], [Exempt] or [No]; empty for a request.
	Declared string        `json:"declared,omitempty"`
	States   map[State]Use `json:"states"`
}

// The values of [Sighting.Declared].
const (
	Yes    = "yes"
	Exempt = "exempt"
	No     = "no"
)

// seen returns all cookies, stored data and hosts that were seen, sorted. Names that
// match the same pattern are one entry.
func (c *comparison) seen(o Observations) []Sighting {
	all := map[string]*Sighting{}
	for _, v := range o.Visits {
		met := func(s Sighting, after bool) {
			if all[s.key()] == nil {
				s.States = map[State]Use{}
				all[s.key()] = &s
			}
			if states := all[s.key()].States; after {
				states[v.State] = Used
			} else if states[v.State] == Unused {
				states[v.State] = Before
			}
		}
		for _, k := range v.Cookies {
			met(Sighting{Kind: KindCookie, Name: c.about(KindCookie, k.Name, k.Domain).Name, Host: k.Domain, Declared: c.status(KindCookie, k.Name)}, k.AfterChoice)
		}
		for _, s := range v.Stored {
			met(Sighting{Kind: s.Kind, Name: c.about(s.Kind, s.Name, hostOf(s.Origin)).Name, Host: hostOf(s.Origin), Declared: c.status(s.Kind, s.Name)}, s.AfterChoice)
		}
		for _, q := range v.Requests {
			if _, delegated := c.delegated[q.Host]; q.ThirdParty || q.Pixel || delegated {
				met(Sighting{Kind: KindRequest, Name: q.Host, Host: q.Host}, q.AfterChoice)
			}
		}
	}
	sorted := make([]Sighting, 0, len(all))
	for _, s := range all {
		sorted = append(sorted, *s)
	}
	slices.SortFunc(sorted, func(a, b Sighting) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Name, b.Name))
	})
	return sorted
}

func (s Sighting) key() string { return s.Kind + "\n" + s.Name }

// status returns [Yes], [Exempt] or [No] for a name.
func (c *comparison) status(kind, name string) string {
	switch d, found := c.find(kind, name); {
	case !found && c.optOut(name):
		return Exempt
	case !found:
		return No
	case d.exempt:
		return Exempt
	}
	return Yes
}
