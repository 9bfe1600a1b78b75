package audit

import "slices"

// Coverage describes how much of the portal was seen. What was not seen proves
// nothing: a report holds for no more than this.
type Coverage struct {
	// Complete is true if every state was reached and, in each, every page was
	// seen; pages that were only found by a link may be left out (see [Page.LeftOut]).
	Complete bool            `json:"complete"`
	States   []StateCoverage `json:"states"`
}

// StateCoverage describes how much was seen in one state.
type StateCoverage struct {
	State State `json:"state"`
	// Reached is false if the state could not be brought about, or was left early.
	Reached bool `json:"reached"`
	// Needless is true if the charter asks for nothing, so that there is no such
	// choice to make.
	Needless bool `json:"needless,omitempty"`
	// Seen and Unseen count pages, LeftOut those that were not to be opened.
	Seen    int `json:"seen"`
	Unseen  int `json:"unseen"`
	LeftOut int `json:"left_out"`
}

// complete reports whether the state lacks nothing.
func (s StateCoverage) complete() bool {
	return s.Needless || s.Reached && s.Seen > 0 && s.Unseen == 0
}

// Coverage sums up what was seen. asks is false if the charter asks for nothing.
func (o Observations) Coverage(asks bool) Coverage {
	c := Coverage{Complete: o.Complete, States: []StateCoverage{}}
	for _, state := range States() {
		v, visited := o.Visit(state)
		s := v.coverage(asks)
		s.State, s.Reached = state, s.Reached && visited
		c.Complete = c.Complete && s.complete()
		c.States = append(c.States, s)
	}
	return c
}

func (v Visit) coverage(asks bool) StateCoverage {
	nothing := func(t Trouble) bool { return t.ID == NothingToChoose }
	s := StateCoverage{Reached: len(v.Troubles) == 0, Needless: !asks && slices.ContainsFunc(v.Troubles, nothing)}
	for _, p := range v.Pages {
		switch {
		case p.Seen():
			s.Seen++
		case p.LeftOut():
			s.LeftOut++
		default:
			s.Unseen++
		}
	}
	return s
}

// Pages returns the most pages that were seen in a state.
func (c Coverage) Pages() (most int) {
	for _, s := range c.States {
		most = max(most, s.Seen)
	}
	return most
}

// harmless are the troubles of a page that was seen all the same.
var harmless = []string{Windows, Dialogs, Downloads}

// Seen reports whether the page answered with success and was looked at to its
// end. A trouble that this version does not know counts as one that hides the page.
func (p Page) Seen() bool {
	return p.Status >= 200 && p.Status < 300 && !slices.ContainsFunc(p.Troubles, Trouble.Hides)
}

// Hides reports whether a page with the trouble counts as not seen.
func (t Trouble) Hides() bool { return !slices.Contains(harmless, t.ID) }

// reserved are the troubles of an address that is no page for every visitor: a
// file, a page behind a login, one that robots.txt excludes.
var reserved = []string{Robots, Download, NotHTML, Login, Elsewhere}

// LeftOut reports whether a page that was only found by a link need not be seen.
// An address that was asked for always has to be.
func (p Page) LeftOut() bool {
	return p.Found && !p.Seen() && slices.ContainsFunc(p.Troubles, func(t Trouble) bool { return slices.Contains(reserved, t.ID) })
}
