package audit

import (
	"errors"
	"fmt"
	"net/url"
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
	// Complete is false where one of the two is incomplete: what is gone may then
	// only not have been looked at.
	Complete bool `json:"complete"`
	// Findings that are new, that are gone, and that are still there.
	Added   []Finding `json:"added"`
	Removed []Finding `json:"removed"`
	Same    []Finding `json:"same"`
	// Appeared and Vanished are all that the portal keeps or asks for, declared or
	// not, by kind and name.
	Appeared []Sighting `json:"appeared"`
	Vanished []Sighting `json:"vanished"`
}

// Since compares two reports of the same portal.
func Since(before, after Report) Changes {
	c := Changes{
		Version: FormatVersion, Old: before.Observations.Started, New: after.Observations.Started,
		Complete: before.Coverage.Complete && after.Coverage.Complete,
		Added:    lacking(after.Findings, before.Findings, Finding.key), Removed: lacking(before.Findings, after.Findings, Finding.key),
	}
	c.Same = lacking(after.Findings, c.Added, Finding.key)
	c.Appeared, c.Vanished = lacking(after.Seen, before.Seen, Sighting.key), lacking(before.Seen, after.Seen, Sighting.key)
	return c
}

// Comparable fails if two reports cannot be compared: on another portal everything
// would be gone, and in the wrong order what is new would be.
func Comparable(before, after Report) error {
	first, second := before.Observations, after.Observations
	if a, b := hosts(first.Target), hosts(second.Target); a != b {
		return fmt.Errorf("the reports are about different portals: %s and %s", a, b)
	}
	if second.Started.Before(first.Started) {
		return errors.New("the second report is older than the first: name the earlier one first")
	}
	return nil
}

// hosts returns the hosts of addresses, sorted, each once.
func hosts(addresses []string) string {
	var all []string
	for _, address := range addresses {
		if u, err := url.Parse(address); err == nil {
			address = strings.ToLower(u.Host)
		}
		all = append(all, address)
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ", ")
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
