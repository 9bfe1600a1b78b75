package check

import (
	"time"

	"charte/internal/charter"
	"charte/internal/message"
)

// statementRules are about the accessibility statement.
func statementRules() []Rule {
	const source = "A-21; A-22; law 2005-102 art. 47"
	return []Rule{
		{"statement-incomplete", Warning, Silent, "The law prescribes what an accessibility statement contains; a missing or incomplete one can be fined.", source,
			"Write the missing keys under accessibility:, or the address of the portal's statement if it covers these pages: accessibility: https://…", statementIncomplete},
		{"statement-unproven", Warning, Silent, "Without an audit in force the mention must be “non conforme”, and a percentage is the result of an audit.", source,
			"Write state: non, or the audit under accessibility: with audited: and percentage:.", statementUnproven},
		{"statement-stale", Warning, Silent, "A statement is made again every three years, and within 18 months of a new version of the RGAA.", source,
			"Evaluate the pages again, and write the day under accessibility: updated:.", statementStale},
	}
}

// The RGAA that the statement names (https://accessibilite.numerique.gouv.fr).
const rgaaVersion = "4.1.2"

var rgaaPublished = time.Date(2023, time.April, 18, 0, 0, 0, 0, time.UTC)

// The validity of a statement, in years, and how long one may follow the version of
// the RGAA before, in months.
const (
	statementYears = 3
	rgaaMonths     = 18
)

// statement returns the statement that this service publishes, or nil.
func (in *Input) statement() *charter.Statement {
	if in.Charter == nil || in.Charter.Accessibility.Address != "" {
		return nil
	}
	return &in.Charter.Accessibility
}

// A missing contact is the finding contact-missing.
func statementIncomplete(in *Input) []Finding {
	s := in.statement()
	if s == nil {
		return nil
	}
	audited := !s.Audit.On.IsZero()
	var lacking message.Text
	for _, field := range []struct {
		key    string
		absent bool
	}{
		{"established", s.Established.IsZero()},
		{"scheme", s.Scheme == ""},
		{"plan", s.Plan == ""},
		{"reply_within", s.ReplyWithin == ""},
		{"auditor", audited && s.Audit.Auditor == ""},
		{"percentage", audited && s.Audit.Percentage == nil},
		{"environment", audited && len(s.Environment) == 0},
		{"tools", audited && len(s.Tools) == 0},
		{"pages", audited && len(s.Pages) == 0},
		{"nonconformities", audited && s.State != "totalement" && len(s.NonConformities) == 0},
	} {
		if field.absent {
			lacking = join(lacking, message.Plain(field.key))
		}
	}
	if lacking.IsZero() {
		return nil
	}
	return in.front("accessibility", message.Of("the accessibility statement lacks %s", lacking))
}

func statementUnproven(in *Input) []Finding {
	s := in.statement()
	if s == nil {
		return nil
	}
	share := s.Audit.Percentage
	switch {
	case s.Audit.On.IsZero() && share != nil:
		return in.front("accessibility.percentage", message.Of("the accessibility statement gives a percentage without an audit"))
	case s.Audit.On.IsZero() && s.State != "non":
		return in.front("accessibility.state", message.Of("the state is %q, but no audit is given", s.State))
	case share != nil && s.State != stateOf(*share):
		return in.front("accessibility.state", message.Of("the state is %q, but the audit's percentage of %g makes it %q", s.State, *share, stateOf(*share)))
	}
	return nil
}

// stateOf returns the state that a percentage of criteria means.
func stateOf(share float64) string {
	switch {
	case share >= 100:
		return "totalement"
	case share >= 50:
		return "partiellement"
	}
	return "non"
}

func statementStale(in *Input) []Finding {
	s := in.statement()
	if s == nil || in.Today.IsZero() {
		return nil
	}
	last := s.LastChange()
	switch {
	case last.IsZero():
		return nil // reported as incomplete
	case in.Today.After(last.AddDate(statementYears, 0, 0)):
		return in.front("accessibility", message.Of("the accessibility statement is of %s, more than %d years ago", last.Format(time.DateOnly), statementYears))
	case last.Before(rgaaPublished) && in.Today.After(rgaaPublished.AddDate(0, rgaaMonths, 0)):
		return in.front("accessibility", message.Of("the accessibility statement is of %s, before RGAA %s of %s", last.Format(time.DateOnly), rgaaVersion, rgaaPublished.Format(time.DateOnly)))
	case !s.Audit.On.IsZero() && in.Today.After(s.Audit.On.AddDate(statementYears, 0, 0)):
		return in.front("accessibility.audited", message.Of("the audit is of %s, more than %d years ago", s.Audit.On.Format(time.DateOnly), statementYears))
	}
	return nil
}
