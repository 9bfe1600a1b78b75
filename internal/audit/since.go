package audit

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Changes are what a later look at a portal found that an earlier one did not, and
// conversely.
type Changes struct {
	Version int `json:"version"`
	// Old and New are when the two looks began.
	Old time.Time `json:"old"`
	New time.Time `json:"new"`
	// Complete is false where one of the two was cut short: what is gone may then
	// only not have been looked at.
	Complete bool `json:"complete"`
	// Findings that are new, that are gone, and that are still there.
	Added   []Finding `json:"added"`
	Removed []Finding `json:"removed"`
	Same    []Finding `json:"same"`
	// Appeared and Vanished are all that the portal keeps or asks for, declared or
	// not, by kind and name.
	Appeared []Thing `json:"appeared"`
	Vanished []Thing `json:"vanished"`
}

// Thing is a cookie or another kind of tracker, whatever the charter says of it.
type Thing struct {
	// Kind is as for [Finding].
	Kind string `json:"kind"`
	// Name is the cookie's or key's, or the host that a request went to.
	Name string `json:"name"`
}

// Since compares two reports of the same portal.
func Since(before, after Report) Changes {
	c := Changes{
		Version: FormatVersion, Old: before.Observations.Started, New: after.Observations.Started,
		Complete: before.Observations.Complete && after.Observations.Complete,
		Added:    lacking(after.Findings, before.Findings, Finding.key), Removed: lacking(before.Findings, after.Findings, Finding.key),
	}
	c.Same = lacking(after.Findings, c.Added, Finding.key)
	was, is := before.things(), after.things()
	c.Appeared, c.Vanished = lacking(is, was, Thing.key), lacking(was, is, Thing.key)
	return c
}

// lacking returns what all has and other has not.
func lacking[T any](all, other []T, key func(T) string) []T {
	there := map[string]bool{}
	for _, o := range other {
		there[key(o)] = true
	}
	only := []T{}
	for _, a := range all {
		if !there[key(a)] {
			only = append(only, a)
		}
	}
	return only
}

func (t Thing) key() string { return t.Kind + "\n" + t.Name }

// things are all that was seen, sorted. Names that only differ by an identifier
// ("_ga_X1") are one, where the tool is known.
func (r Report) things() []Thing {
	tools, err := readKnown()
	if err != nil {
		tools = nil // the list is built in and tested; without it names stand as they are
	}
	var all []Thing
	named := func(kind, name string) {
		if k, found := knownTracker(tools, name); found {
			name = k.name
		}
		all = append(all, Thing{kind, name})
	}
	for _, v := range r.Observations.Visits {
		for _, k := range v.Cookies {
			named(KindCookie, k.Name)
		}
		for _, s := range v.Stored {
			named(s.Kind, s.Name)
		}
		for _, q := range v.Requests {
			if q.ThirdParty || q.Pixel {
				all = append(all, Thing{KindRequest, q.Host})
			}
		}
	}
	slices.SortFunc(all, func(a, b Thing) int { return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Name, b.Name)) })
	return slices.Compact(all)
}
