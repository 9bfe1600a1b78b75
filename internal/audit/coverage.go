package audit

import "slices"

// Coverage describes how much of the portal was seen. A report is valid only for what
// was seen.
type Coverage struct {
	// Complete is true if every state was reached and every page was seen in each.
	// Some pages that were found through a link do not count (see [Page.LeftOut]).
	Complete bool            `json:"complete"`
	States   []StateCoverage `json:"states"`
}

// StateCoverage describes how much was seen in one state.
type StateCoverage struct {
	State State `json:"state"`
	// Reached is false if the state could not be reached, or was aborted.
	Reached bool `json:"reached"`
	// Needless is true if the charter asks for no consent, so that this choice does not
	// exist.
	Needless bool `json:"needless,omitempty"`
	// Seen and Unseen count pages; LeftOut counts pages that need not be seen.
	Seen    int `json:"seen"`
	Unseen  int `json:"unseen"`
	LeftOut int `json:"left_out"`
}

// complete reports whether every page of the state was seen.
func (s StateCoverage) complete() bool {
	return s.Needless || s.Reached && s.Seen > 0 && s.Unseen == 0
}

// Coverage returns how much was seen in the given states. asks is false if the charter
// asks for no consent.
func (o Observations) Coverage(states []State, asks bool) Coverage {
	c := Coverage{Complete: o.Complete, States: []StateCoverage{}}
	for _, state := range states {
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

// needless reports whether the state does not exist on the portal.
func (c Coverage) needless(state State) bool {
	return slices.ContainsFunc(c.States, func(s StateCoverage) bool { return s.State == state && s.Needless })
}

// Pages returns the largest number of pages seen in one state.
func (c Coverage) Pages() (most int) {
	for _, s := range c.States {
		most = max(most, s.Seen)
	}
	return most
}

// harmless are the troubles of pages that still count as seen.
var harmless = []string{Windows, Dialogs, Downloads}

// Seen reports whether the page answered with a 2xx status and was fully observed.
// A trouble that only a later version reports makes a page unseen.
func (p Page) Seen() bool {
	return p.Status >= 200 && p.Status < 300 && !slices.ContainsFunc(p.Troubles, Trouble.Hides)
}

// Hides reports whether a page with the trouble counts as not seen.
func (t Trouble) Hides() bool { return !slices.Contains(harmless, t.ID) }

// reserved are the troubles of addresses that are not public pages of the portal:
// files, pages behind a login, on another host or excluded by robots.txt.
var reserved = []string{Robots, Download, NotHTML, Login, Elsewhere}

// LeftOut reports whether the page need not be seen: it was found through a link and
// is not a public page. An address named by the operator must always be seen.
func (p Page) LeftOut() bool {
	return p.Found && !p.Seen() && slices.ContainsFunc(p.Troubles, func(t Trouble) bool { return slices.Contains(reserved, t.ID) })
}
