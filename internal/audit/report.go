package audit

import (
	"slices"

	"charte/internal/check"
)

// FormatVersion is the version of the JSON format. It changes when a key is removed
// or changes its meaning, not when one is added.
const FormatVersion = 1

// Report is the result of a comparison, and the content of the JSON report.
type Report struct {
	Version int `json:"version"`
	// Coverage describes what was seen; the rest of the report is valid for that only.
	Coverage Coverage `json:"coverage"`
	// Scope is the hash of the charter's scope.
	Scope string `json:"scope"`
	// Languages are those of the charter, the original first.
	Languages []string `json:"languages"`
	// Answers describe what runs before a choice: undecided, then GPC.
	Answers []Answer `json:"before_choice"`
	// After describes what runs after a refusal, an objection (if the charter offers it)
	// and a withdrawal.
	After []Answer `json:"after_choice,omitempty"`
	// Findings are the differences, most severe rule first.
	Findings []Finding `json:"findings"`
	// Seen lists everything that was seen, by kind and name.
	Seen []Sighting `json:"seen"`
	// Observations are the raw data, so that a report can be examined later.
	Observations Observations `json:"observations"`
}

// Verdict is the answer to whether anything runs without consent.
type Verdict string

// The verdicts.
const (
	Nothing  Verdict = "nothing"  // nothing needs consent, and no other site is contacted
	Contacts Verdict = "contacts" // nothing is stored, but other sites are contacted
	Runs     Verdict = "runs"     // something that needs consent is stored, or a tracker is contacted
	Unknown  Verdict = "unknown"  // nothing was seen to run, and the audit is incomplete
	Needless Verdict = "needless" // the charter asks for nothing, so the state does not exist
)

// Answer describes what runs in a state without consent.
type Answer struct {
	State   State   `json:"state"`
	Verdict Verdict `json:"verdict"`
	// Trackers are the names of cookies and stored data. Hosts are the hosts contacted;
	// if Verdict is Runs, only those of trackers.
	Trackers []string `json:"trackers,omitempty"`
	Hosts    []string `json:"hosts,omitempty"`
}

// Finding is one difference, on all pages and states where it was seen.
type Finding struct {
	Rule  string      `json:"rule"`
	Level check.Level `json:"level"`
	// Kind is "cookie", "request", or a kind of [Stored].
	Kind string `json:"kind"`
	// Name is the name of the cookie or key, as the charter declares or should declare
	// it; empty for a request.
	Name string `json:"name,omitempty"`
	// Host is the host that the data belongs to or that received the request.
	Host string `json:"host,omitempty"`
	// Tool is the known tool that it belongs to; empty if unknown.
	Tool string `json:"tool,omitempty"`
	// States are the states in which it was seen, Page the first page, Pages the number
	// of pages.
	States []State `json:"states,omitempty"`
	Page   string  `json:"page,omitempty"`
	Pages  int     `json:"pages,omitempty"`
	// Evidence is the first occurrence, in HTTP notation: a Set-Cookie line without its
	// value, or an address. SetBy and Request are those of [Cookie].
	Evidence string `json:"evidence,omitempty"`
	SetBy    string `json:"set_by,omitempty"`
	Request  string `json:"request,omitempty"`
	// Declared is the declaration in the charter, at File and Line; Seen is what
	// contradicts it. For an attribute, the side without it is empty. Lifetime is the
	// longest one seen.
	Declared string `json:"declared,omitempty"`
	Seen     string `json:"seen,omitempty"`
	Lifetime Span   `json:"lifetime,omitempty"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	// Propose is the row to add to the charter; nil if there is nothing to add.
	Propose *Proposal `json:"propose,omitempty"`

	pages []string
}

// The kinds of [Finding] besides those of [Stored].
const (
	KindCookie  = "cookie"
	KindRequest = "request"
)

// key identifies a finding. Occurrences on several pages or hosts of the portal are
// one finding, except for rules about hosts, where each host is one.
func (f Finding) key() string {
	key := f.Rule + "\n" + f.Kind + "\n" + f.Name
	if f.Kind == KindRequest || f.Rule == OtherHost || f.Rule == PreferencesForeign {
		key += "\n" + f.Host
	}
	return key
}

// States returns the states that exist on the portal: after an objection only if the
// charter offers it.
func (r Report) States() []State {
	return slices.DeleteFunc(States(), func(s State) bool {
		_, visited := r.Observations.Visit(s)
		covered := slices.ContainsFunc(r.Coverage.States, func(c StateCoverage) bool { return c.State == s })
		return s == Objected && !visited && !covered
	})
}

// Count returns the number of findings of a level.
func (r Report) Count(level check.Level) int {
	n := 0
	for _, f := range r.Findings {
		if f.Level == level {
			n++
		}
	}
	return n
}

// Reaches reports whether there is a finding of that level or a more severe one.
func (r Report) Reaches(level check.Level) bool {
	limit := slices.Index(Levels(), level)
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return slices.Index(Levels(), f.Level) <= limit })
}

// Visit returns what was seen in a state; ok is false if it was not observed.
func (o Observations) Visit(state State) (v Visit, ok bool) {
	i := slices.IndexFunc(o.Visits, func(v Visit) bool { return v.State == state })
	if i < 0 {
		return Visit{}, false
	}
	return o.Visits[i], true
}
