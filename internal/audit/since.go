package audit

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"charte/internal/message"
)

// Changes are the differences between two reports about the same portal.
type Changes struct {
	Version int `json:"version"`
	// Old and New are the times at which the two audits started.
	Old time.Time `json:"old"`
	New time.Time `json:"new"`
	// Complete is false if one of the two is incomplete: something missing from the
	// later report may then not have been observed.
	Complete bool `json:"complete"`
	// Added, Removed and Same are the new, resolved and unchanged findings.
	Added   []Finding `json:"added"`
	Removed []Finding `json:"removed"`
	Same    []Finding `json:"same"`
	// Appeared and Vanished are the new and missing sightings, declared or not.
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
	// A host that could not be looked up this time may still be an alias of the same.
	unknown := func(kind, host string) bool { return kind == KindRequest && after.Observations.lookupFailed(host) }
	c.Removed = slices.DeleteFunc(c.Removed, func(f Finding) bool { return unknown(f.Kind, f.Host) })
	c.Same = lacking(after.Findings, c.Added, Finding.key)
	c.Appeared, c.Vanished = lacking(after.Seen, before.Seen, Sighting.key), lacking(before.Seen, after.Seen, Sighting.key)
	c.Vanished = slices.DeleteFunc(c.Vanished, func(s Sighting) bool { return unknown(s.Kind, s.Host) })
	return c
}

// Comparable returns an error if two reports are about different portals or in the
// wrong order.
func Comparable(before, after Report) error {
	first, second := before.Observations, after.Observations
	if a, b := hosts(first.Target), hosts(second.Target); a != b {
		return message.Errorf("the reports are about different portals: %s and %s", a, b)
	}
	if second.Started.Before(first.Started) {
		return message.Errorf("the second report is older than the first: name the earlier one first")
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

// lacking returns the elements of all whose key is missing from other.
func lacking[T any](all, other []T, key func(T) string) []T {
	present := map[string]bool{}
	for _, o := range other {
		present[key(o)] = true
	}
	only := []T{}
	for _, a := range all {
		if !present[key(a)] {
			only = append(only, a)
		}
	}
	return only
}
