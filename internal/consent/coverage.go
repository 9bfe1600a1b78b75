package consent

import (
	"slices"
	"strings"
)

// Coverage is a scope whose trackers visitors were shown under another scope: both were
// read from the same charter, by two versions of the program. Visitors who agreed to By
// were shown everything in Scope.
type Coverage struct{ Scope, By Scope }

// noteCovered begins the name of a note that records a [Coverage].
const noteCovered = "covered "

// Note returns name and value under which a registry notes the coverage.
func (c Coverage) Note() (name, value string) { return noteCovered + c.Scope.Hash(), c.By.Hash() }

// Coverages are all coverages that a registry noted.
type Coverages []Coverage

// NewCoverages reads coverages from the history of a registry and its scopes. It skips
// notes about other scopes.
func NewCoverages(history []Period, scopes []Scope) Coverages {
	byHash := make(map[string]Scope, len(scopes))
	for _, s := range scopes {
		byHash[s.Hash()] = s
	}
	var all Coverages
	for _, p := range history {
		hash, covered := strings.CutPrefix(p.Name, noteCovered)
		scope, found := byHash[hash]
		by, foundBy := byHash[p.Value]
		if covered && found && foundBy {
			all = append(all, Coverage{scope, by})
		}
	}
	return all
}

// Widen returns s with the purposes of covered scopes, as far as s contains all that the
// covering scope asks for the same purpose: consent is given for each purpose apart.
func (all Coverages) Widen(s Scope) Scope {
	for changed := true; changed; {
		changed = false
		for _, c := range all {
			for _, purpose := range c.By.Purposes() {
				by, covered := c.By.of(purpose.ID), c.Scope.of(purpose.ID)
				if s.Contains(by) && !s.Contains(covered) {
					s, changed = sortedScope(slices.Concat(s.lines, covered.lines)), true
				}
			}
		}
	}
	return s
}

// of returns the lines of one purpose.
func (s Scope) of(purpose string) Scope {
	return Scope{lines: slices.DeleteFunc(slices.Clone(s.lines), func(l ScopeLine) bool { return l.Purpose != purpose })}
}
