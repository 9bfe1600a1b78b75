package charter

import "time"

// Statement is the accessibility statement that French law requires of a public body
// . Nothing in it is derived: an empty field is one that the authority has
// not filled in.
type Statement struct {
	// Address is that of the portal's statement, if it covers the pages of this service;
	// then the other fields are empty.
	Address string
	// State is "totalement", "partiellement" or "non". It is "non" until an audit.
	State string
	// Established is the day of the first version of the statement, Updated that of the
	// last one.
	Established, Updated time.Time
	Audit                Audit
	// StatementTexts are in the language of charter.md.
	StatementTexts
	// Scheme is the address of the multi-year accessibility scheme, Plan that of the
	// year's action plan.
	Scheme, Plan string
	// Contact is where to report a page that is not accessible.
	Contact string
}

// StatementTexts are the parts of a statement that each language has its own version of.
type StatementTexts struct {
	// NonConformities are the contents that fail the RGAA, Burden those exempted as a
	// disproportionate burden, OutOfScope those that the law does not cover.
	NonConformities, Burden, OutOfScope []string
	// Environment are the combinations of browsers and assistive technologies, Tools the
	// tools, and Pages the pages of the audit.
	Environment, Tools, Pages []string
	// ReplyWithin is the time in which the authority answers, as written ("une semaine").
	ReplyWithin string
}

// Audit is an audit by the criteria of the RGAA. Its date is zero if there was none.
type Audit struct {
	On      time.Time
	Auditor string
	// Percentage of the criteria that are met, from 0 to 100; nil if not given.
	Percentage *float64
	// Report is the address of the full results.
	Report string
}

// LastChange returns the day of the last version of the statement, zero if it has none.
func (s Statement) LastChange() time.Time {
	if s.Updated.After(s.Established) {
		return s.Updated
	}
	return s.Established
}
