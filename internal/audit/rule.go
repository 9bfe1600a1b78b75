package audit

import (
	"slices"

	"charte/internal/check"
)

// Rule is one way in which a portal and its charter can differ. Its texts have the
// ids audit_rule_… and audit_why_… in locales.
type Rule struct {
	// ID names the rule in reports; it never changes.
	ID string
	// Level is the severity: a fault breaks the law or makes the charter untrue, a
	// warning needs the judgement of a person, a notice is worth knowing.
	Level check.Level
	// Source lists ids of the compliance checklist and legal texts.
	Source []string
}

// The rules' ids.
const (
	UndeclaredCookie   = "undeclared-cookie"
	UndeclaredStorage  = "undeclared-storage"
	SetBeforeChoice    = "set-before-choice"
	SetAfterRefusal    = "set-after-refusal"
	KeptAfterWithdraw  = "kept-after-withdrawal"
	AfterObjection     = "measured-after-objection"
	TrackerRequest     = "tracker-request"
	LifetimeLonger     = "lifetime-longer"
	AttributesDiffer   = "attributes-differ"
	OtherHost          = "other-host"
	OwnPixel           = "own-pixel"
	ExemptLonger       = "exempt-lives-longer"
	PreferencesForeign = "preferences-not-ours"
	OtherRequest       = "other-request"
	NotSeen            = "not-seen"
	HiddenTracker      = "hidden-tracker"
	HiddenHost         = "hidden-host"
)

// Rules returns all rules, most severe first, which is the order of findings.
func Rules() []Rule {
	return []Rule{
		{SetBeforeChoice, check.Fault, []string{"C-01", "loi 78-17 art. 82", "CNIL 2020-091 §13-16"}},
		{SetAfterRefusal, check.Fault, []string{"C-01", "loi 78-17 art. 82", "CNIL 2020-091 §30"}},
		{KeptAfterWithdraw, check.Fault, []string{"C-16", "GDPR art. 7(3)"}},
		{AfterObjection, check.Fault, []string{"H-04", "GDPR art. 21"}},
		{TrackerRequest, check.Fault, []string{"C-01", "S-07", "CNIL 2020-091 §13-16"}},
		{HiddenTracker, check.Fault, []string{"C-25", "CNIL 2020-092 art. 6"}},
		{UndeclaredCookie, check.Fault, []string{"H-02", "GDPR art. 12(1)", "GDPR art. 13"}},
		{UndeclaredStorage, check.Fault, []string{"H-02", "C-01", "CNIL 2020-091 §13"}},
		{LifetimeLonger, check.Fault, []string{"H-02", "CJEU C-673/17"}},
		{AttributesDiffer, check.Warning, []string{"H-02", "B-01"}},
		{OtherHost, check.Warning, []string{"H-02", "CJEU C-673/17"}},
		{ExemptLonger, check.Warning, []string{"H-07", "CNIL 2020-091 §50"}},
		{HiddenHost, check.Warning, []string{"C-25", "CNIL 2020-092 art. 6"}},
		{OwnPixel, check.Warning, []string{"C-01", "CNIL 2020-091 §13"}},
		{PreferencesForeign, check.Warning, []string{"B-08", "C-18"}},
		{OtherRequest, check.Notice, []string{"C-01", "GDPR art. 5(1)(c)"}},
		{NotSeen, check.Notice, []string{"H-02"}},
	}
}

// rule returns the rule with an id, and its index in [Rules].
func rule(id string) (Rule, int) {
	all := Rules()
	i := slices.IndexFunc(all, func(r Rule) bool { return r.ID == id })
	return all[i], i
}

// Levels returns the levels in order of severity.
func Levels() []check.Level { return []check.Level{check.Fault, check.Warning, check.Notice} }

func isRule(id string) bool {
	return slices.ContainsFunc(Rules(), func(r Rule) bool { return r.ID == id })
}
