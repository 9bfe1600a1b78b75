package audit

import (
	"cmp"
	"slices"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/message"
	"charte/locales"
)

// comparison is one run of Compare.
type comparison struct {
	charter  *charter.Charter
	tools    []Tool
	catalog  message.Catalog // for the proposed rows
	declared []declared
	found    map[string]*Finding
	order    []string // keys of found, in order of insertion
	// running holds the names of what needs consent, tracking the hosts of trackers
	// and contacted the other hosts that received a request, by state.
	running, tracking, contacted map[State][]string
	delegated                    map[string]delegation // by host
	coverage                     Coverage
}

// Compare compares the observations with the charter. It fails only if an embedded
// file of the program is invalid.
func Compare(c *charter.Charter, seen Observations) (Report, error) {
	tools, err := Known()
	if err != nil {
		return Report{}, err
	}
	catalog, err := message.Load(locales.Operator)
	if err != nil {
		return Report{}, err
	}
	run := &comparison{
		charter: c, tools: tools, catalog: catalog, declared: declarations(c), found: map[string]*Finding{},
		running: map[State][]string{}, tracking: map[State][]string{}, contacted: map[State][]string{},
		delegated: delegations(tools, seen), coverage: seen.Coverage(StatesFor(c.Purposes), asks(c)),
	}
	for _, v := range seen.Visits {
		for _, cookie := range v.Cookies {
			run.cookie(v.State, cookie)
		}
		for _, s := range v.Stored {
			run.stored(v.State, s)
		}
		for _, r := range v.Requests {
			run.request(v.State, r)
		}
	}
	run.foreignPreferences(seen)
	run.notSeen(seen)
	return Report{
		Version: FormatVersion, Scope: consent.NewScope(c.Purposes).Hash(), Languages: c.Languages,
		Coverage: run.coverage, Answers: []Answer{run.answer(Undecided), run.answer(GPC)}, After: run.after(),
		Findings: run.findings(), Seen: run.seen(seen), Observations: filled(seen),
	}, nil
}

// filled replaces nil lists by empty ones, so that JSON contains [] and not null.
func filled(o Observations) Observations {
	o.Target, o.Visits = append([]string{}, o.Target...), append([]Visit{}, o.Visits...)
	for i := range o.Visits {
		v := &o.Visits[i]
		v.Pages, v.Cookies = append([]Page{}, v.Pages...), append([]Cookie{}, v.Cookies...)
		v.Stored, v.Requests = append([]Stored{}, v.Stored...), append([]Request{}, v.Requests...)
	}
	return o
}

// report adds a finding, or adds the state and page to an existing one with the same
// key. It returns the stored finding.
func (c *comparison) report(id string, state State, page string, f Finding) *Finding {
	r, _ := rule(id)
	f.Rule, f.Level, f.Page = r.ID, r.Level, page
	have := c.found[f.key()]
	if have == nil {
		have = &f
		c.found[f.key()] = have
		c.order = append(c.order, f.key())
	}
	if state != "" && !slices.Contains(have.States, state) {
		have.States = append(have.States, state)
	}
	if page != "" && !slices.Contains(have.pages, page) {
		have.pages = append(have.pages, page)
		have.Pages = len(have.pages)
	}
	return have
}

// findings returns the findings, most severe rule first, then in order of the visits.
func (c *comparison) findings() []Finding {
	all := make([]Finding, 0, len(c.order))
	for _, key := range c.order {
		all = append(all, *c.found[key])
	}
	slices.SortStableFunc(all, func(a, b Finding) int {
		_, i := rule(a.Rule)
		_, j := rule(b.Rule)
		return cmp.Compare(i, j)
	})
	return all
}

// asks reports whether a charter asks for consent to anything.
func asks(c *charter.Charter) bool {
	return slices.ContainsFunc(c.Purposes, func(p consent.Purpose) bool { return !p.Exempt })
}

// after returns the answers for the states after a choice that grants nothing.
func (c *comparison) after() (all []Answer) {
	for _, s := range c.coverage.States {
		if s.State == Refused || s.State == Objected || s.State == Withdrawn {
			all = append(all, c.answer(s.State))
		}
	}
	return all
}

// answer returns what runs in a state without consent. An incomplete audit can prove
// that something runs, never that nothing does.
func (c *comparison) answer(state State) Answer {
	a := Answer{State: state, Verdict: Nothing, Trackers: c.running[state], Hosts: c.tracking[state]}
	switch {
	case len(a.Trackers)+len(a.Hosts) > 0:
		a.Verdict = Runs
	case c.coverage.needless(state):
		a.Verdict = Needless
	case !c.coverage.Complete:
		a.Verdict = Unknown
	case len(c.contacted[state]) > 0:
		a.Verdict, a.Hosts = Contacts, c.contacted[state]
	}
	return a
}

// add appends a word unless the list contains it.
func add(to map[State][]string, state State, word string) {
	if !slices.Contains(to[state], word) {
		to[state] = append(to[state], word)
	}
}

// unasked returns the rule that a tracker breaks if it is used in a state. It returns
// "" if the visitor had accepted, or if the use was before the choice of that state.
func unasked(state State, afterChoice bool) string {
	switch {
	case state == Undecided || state == GPC || state == Objected:
		return SetBeforeChoice // an objection answers no purpose that needs consent
	case state == Refused && afterChoice:
		return SetAfterRefusal
	case state == Withdrawn && afterChoice:
		return KeptAfterWithdraw
	}
	return ""
}
