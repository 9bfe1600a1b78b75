package audit

import (
	"cmp"
	"slices"
	"strings"
)

// Use says how something was met in a state.
type Use string

// The uses.
const (
	Unused Use = ""
	Before Use = "before" // seen until the choice or the withdrawal, not set again after it
	Used   Use = "used"
)

// Sighting is something that was seen, whatever the charter says of it.
type Sighting struct {
	// Kind is as for [Finding].
	Kind string `json:"kind"`
	// Name is as the charter declares it, or should; a request has its host.
	Name string `json:"name"`
	Host string `json:"host"`
	// Declared is [Yes], [Exempt] or [No]; empty for a request, which no charter
	// declares.
	Declared string        `json:"declared,omitempty"`
	States   map[State]Use `json:"states"`
}

// What the charter says of a sighting.
const (
	Yes    = "yes"
	Exempt = "exempt"
	No     = "no"
)

// seen lists all cookies, storages and hosts that were seen, sorted. Names that
// only differ by what a pattern leaves open are one.
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
			met(Sighting{Kind: KindCookie, Name: c.about(KindCookie, k.Name).Name, Host: k.Domain, Declared: c.status(k.Name)}, k.AfterChoice)
		}
		for _, s := range v.Stored {
			met(Sighting{Kind: s.Kind, Name: c.about(s.Kind, s.Name).Name, Host: hostOf(s.Origin), Declared: c.status(s.Name)}, s.AfterChoice)
		}
		for _, q := range v.Requests {
			if q.ThirdParty || q.Pixel {
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

// status is what the charter says of a name.
func (c *comparison) status(name string) string {
	switch d, found := c.find(name); {
	case !found:
		return No
	case d.exempt:
		return Exempt
	}
	return Yes
}
