package audit

import (
	"slices"

	"charte/internal/check"
)

// FormatVersion is that of the JSON report; it changes when a key goes or changes
// its meaning, not when one is added.
const FormatVersion = 1

// Report is what a comparison found. It is the JSON report as it stands.
type Report struct {
	Version int `json:"version"`
	// Coverage says what was seen and what was not. The rest of the report holds for
	// what was seen.
	Coverage Coverage `json:"coverage"`
	// Scope is the hash of what the charter asked for.
	Scope string `json:"scope"`
	// Languages are those of the charter, the original first.
	Languages []string `json:"languages"`
	// Answers say whether anything runs before a choice: undecided, then GPC.
	Answers []Answer `json:"before_choice"`
	// Findings come with the gravest rule first; none: nothing differs.
	Findings []Finding `json:"findings"`
	// Seen is all that was seen, by kind and name, whether it differs or not.
	Seen []Sighting `json:"seen"`
	// Observations are what was seen, as it was seen, so that a report can be looked into later.
	Observations Observations `json:"observations"`
}

// Verdict says what goes on before a choice.
type Verdict string

// The verdicts.
const (
	Nothing  Verdict = "nothing"  // nothing that needs consent, and no other site is asked for anything
	Contacts Verdict = "contacts" // nothing is stored, but other sites are asked for something
	Runs     Verdict = "runs"     // something that needs consent is stored, or a tracker is contacted
	Unknown  Verdict = "unknown"  // nothing was seen to run, and the audit is incomplete
)

// Answer is what goes on in a state without consent.
type Answer struct {
	State   State   `json:"state"`
	Verdict Verdict `json:"verdict"`
	// Trackers are names of cookies and of what is stored, Hosts those that were
	// asked for something: trackers' where Verdict is Runs.
	Trackers []string `json:"trackers,omitempty"`
	Hosts    []string `json:"hosts,omitempty"`
}

// Finding is one thing that differs, wherever it was seen.
type Finding struct {
	Rule  string      `json:"rule"`
	Level check.Level `json:"level"`
	// Kind is "cookie", "request", or a kind of [Stored].
	Kind string `json:"kind"`
	// Name is the cookie's or key's, as the charter declares or should declare it;
	// empty for a request.
	Name string `json:"name,omitempty"`
	// Host is where it is kept or where the request went.
	Host string `json:"host,omitempty"`
	// Tool is the known tool that it belongs to; empty where none is known.
	Tool string `json:"tool,omitempty"`
	// States are those in which it was seen, Page is the first page, Pages how many.
	States []State `json:"states,omitempty"`
	Page   string  `json:"page,omitempty"`
	Pages  int     `json:"pages,omitempty"`
	// Evidence is the first that was seen of it, in the words of HTTP: a Set-Cookie
	// line without its value, an address. SetBy and Request say who set it.
	Evidence string `json:"evidence,omitempty"`
	SetBy    string `json:"set_by,omitempty"`
	Request  string `json:"request,omitempty"`
	// Declared is what the charter says of it, and File and Line where; Seen is what
	// contradicts it (an attribute: one is empty where it is absent), Lifetime the
	// longest that was seen.
	Declared string `json:"declared,omitempty"`
	Seen     string `json:"seen,omitempty"`
	Lifetime Span   `json:"lifetime,omitempty"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	// Propose is the row to add to the charter; nil where there is nothing to add.
	Propose *Proposal `json:"propose,omitempty"`

	pages []string
}

// kindCookie and kindRequest are the kinds that are not stored.
const (
	KindCookie  = "cookie"
	KindRequest = "request"
)

// key tells findings apart: what is seen on many pages, or on many hosts of the
// portal, is one finding. Where the host is the matter, each is one.
func (f Finding) key() string {
	key := f.Rule + "\n" + f.Kind + "\n" + f.Name
	if f.Kind == KindRequest || f.Rule == OtherHost || f.Rule == PreferencesForeign {
		key += "\n" + f.Host
	}
	return key
}

// Count is how many findings have a level.
func (r Report) Count(level check.Level) int {
	n := 0
	for _, f := range r.Findings {
		if f.Level == level {
			n++
		}
	}
	return n
}

// Reaches says whether there is a finding of that level or a graver one.
func (r Report) Reaches(level check.Level) bool {
	limit := slices.Index(Levels(), level)
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return slices.Index(Levels(), f.Level) <= limit })
}

// Visit returns what was seen in a state; ok is false where it was not looked at.
func (o Observations) Visit(state State) (v Visit, ok bool) {
	i := slices.IndexFunc(o.Visits, func(v Visit) bool { return v.State == state })
	if i < 0 {
		return Visit{}, false
	}
	return o.Visits[i], true
}
