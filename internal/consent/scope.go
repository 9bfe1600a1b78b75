package consent

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// scopeIDLength is how many hex digits of the scope's hash the cookie carries.
const scopeIDLength = 8

// ScopeLine is one purpose, provider, tracker or platform key that consent is asked for.
type ScopeLine struct {
	Purpose string
	Kind    ScopeKind
	Name    string // empty for the purpose itself
}

// ScopeKind is the kind of name on a scope line.
type ScopeKind string

// The kinds of scope lines, in the order in which they sort within a purpose.
const (
	KindPurpose  ScopeKind = ""
	KindKey      ScopeKind = "key"
	KindProvider ScopeKind = "provider"
	KindTracker  ScopeKind = "tracker"
)

// Scope is all that consent is asked for: the purposes that are not exempt, with their
// platform keys, providers and trackers. Consent covers the names that the charter had when
// it was given (GDPR art. 4(11)), so a grant stays valid while its scope contains all that
// the purpose names today, and words, durations, order, exempt trackers and removals never
// ask anyone again (C-13).
type Scope struct {
	lines []ScopeLine // sorted, each once
	hash  string      // made once, since every choice cites it; empty in the zero value
}

// NewScope returns the scope of a charter's purposes.
func NewScope(all []Purpose) Scope {
	var lines []ScopeLine
	for _, p := range Asked(all) {
		lines = append(lines, ScopeLine{Purpose: p.ID})
		for kind, names := range map[ScopeKind][]string{
			KindKey: p.PlatformKeys, KindProvider: p.Providers, KindTracker: p.Trackers,
		} {
			for _, name := range names {
				// A tab or a line break would end the name's field.
				name = strings.Join(strings.Fields(name), " ")
				lines = append(lines, ScopeLine{Purpose: p.ID, Kind: kind, Name: name})
			}
		}
	}
	return sortedScope(lines)
}

// ParseScope reads back what [Scope.String] wrote.
func ParseScope(text string) Scope {
	var lines []ScopeLine
	for row := range strings.Lines(text) {
		fields := strings.SplitN(strings.TrimSuffix(row, "\n"), "\t", 3)
		line := ScopeLine{Purpose: fields[0]}
		if len(fields) == 3 {
			line.Kind, line.Name = ScopeKind(fields[1]), fields[2]
		}
		lines = append(lines, line)
	}
	return sortedScope(lines)
}

func sortedScope(lines []ScopeLine) Scope {
	slices.SortFunc(lines, func(a, b ScopeLine) int { return strings.Compare(a.String(), b.String()) })
	s := Scope{lines: slices.Compact(lines)}
	s.hash = s.sum()
	return s
}

// String writes the line: "purpose" or "purpose<TAB>kind<TAB>name".
func (l ScopeLine) String() string {
	if l.Kind == KindPurpose {
		return l.Purpose
	}
	return l.Purpose + "\t" + string(l.Kind) + "\t" + l.Name
}

// String returns the scope, one line each, as it is hashed and stored.
func (s Scope) String() string {
	var b strings.Builder
	for _, line := range s.lines {
		b.WriteString(line.String() + "\n")
	}
	return b.String()
}

// Purposes returns the purposes in the scope with their ids, platform keys, providers
// and trackers, sorted; other fields are empty.
func (s Scope) Purposes() []Purpose {
	var all []Purpose
	for _, line := range s.lines {
		if len(all) == 0 || all[len(all)-1].ID != line.Purpose {
			all = append(all, Purpose{ID: line.Purpose})
		}
		p := &all[len(all)-1]
		switch line.Kind {
		case KindKey:
			p.PlatformKeys = append(p.PlatformKeys, line.Name)
		case KindProvider:
			p.Providers = append(p.Providers, line.Name)
		case KindTracker:
			p.Trackers = append(p.Trackers, line.Name)
		}
	}
	return all
}

// Hash returns the SHA-256 of the scope in 64 hex digits, which records cite.
func (s Scope) Hash() string {
	if s.hash == "" {
		return s.sum()
	}
	return s.hash
}

func (s Scope) sum() string {
	sum := sha256.Sum256([]byte(s.String()))
	return hex.EncodeToString(sum[:])
}

// ID returns the first 8 hex digits of the hash, which the cookie carries.
func (s Scope) ID() string { return s.Hash()[:scopeIDLength] }

// Contains reports whether s contains every line of other.
func (s Scope) Contains(other Scope) bool { return len(other.Added(s)) == 0 }

// Reasks returns the lines of s for which a visitor who made a choice under the scope
// agreed is asked again: new purposes, and additions to purposes that the visitor
// granted. Additions to a refused purpose ask nothing: it stays refused (C-13, C-20).
func (s Scope) Reasks(agreed Scope, choice Choice) []ScopeLine {
	asked := map[string]bool{}
	for _, line := range agreed.lines {
		asked[line.Purpose] = true
	}
	return slices.DeleteFunc(s.Added(agreed), func(line ScopeLine) bool {
		return asked[line.Purpose] && !choice[line.Purpose]
	})
}

// Added returns the lines of s that were not in old.
func (s Scope) Added(old Scope) []ScopeLine {
	had := make(map[ScopeLine]bool, len(old.lines))
	for _, line := range old.lines {
		had[line] = true
	}
	var added []ScopeLine
	for _, line := range s.lines {
		if !had[line] {
			added = append(added, line)
		}
	}
	return added
}
