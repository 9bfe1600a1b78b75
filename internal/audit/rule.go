package audit

import (
	"slices"

	"charte/internal/check"
)

// Rule is one way in which a portal and its charter can differ. What it means is
// said in the texts audit_rule_ and audit_why_ of locales.
type Rule struct {
	// ID names the rule in reports; it never changes.
	ID string
	// Level is a [check.Level]: a fault breaks the law or makes the charter untrue,
	// a warning is for a person to look at, a notice to know.
	Level check.Level
	// Source says who asks for it: ids of the compliance checklist, and texts.
	Source []string
}

// The rules' ids.
const (
	UndeclaredCookie   = "undeclared-cookie"
	UndeclaredStorage  = "undeclared-storage"
	SetBeforeChoice    = "set-before-choice"
	SetAfterRefusal    = "set-after-refusal"
	KeptAfterWithdraw  = "kept-after-withdrawal"
	TrackerRequest     = "tracker-request"
	LifetimeLonger     = "lifetime-longer"
	AttributesDiffer   = "attributes-differ"
	OtherHost          = "other-host"
	OwnPixel           = "own-pixel"
	PreferencesForeign = "preferences-not-ours"
	OtherRequest       = "other-request"
	NotSeen            = "not-seen"
)

// Rules returns all rules, the gravest first: reports keep this order.
func Rules() []Rule {
	return []Rule{
		{SetBeforeChoice, check.Fault, []string{"C-01", "loi 78-17 art. 82", "CNIL 2020-091 §13-16"}},
		{SetAfterRefusal, check.Fault, []string{"C-01", "loi 78-17 art. 82", "CNIL 2020-091 §30"}},
		{KeptAfterWithdraw, check.Fault, []string{"C-16", "GDPR art. 7(3)"}},
		{TrackerRequest, check.Fault, []string{"C-01", "S-07", "CNIL 2020-091 §13-16"}},
		{UndeclaredCookie, check.Fault, []string{"H-02", "GDPR art. 12(1) and 13"}},
		{UndeclaredStorage, check.Fault, []string{"H-02", "C-01", "CNIL 2020-091 §13"}},
		{LifetimeLonger, check.Fault, []string{"H-02", "CJEU C-673/17"}},
		{AttributesDiffer, check.Warning, []string{"H-02", "B-01"}},
		{OtherHost, check.Warning, []string{"H-02", "CJEU C-673/17"}},
		{OwnPixel, check.Warning, []string{"C-01", "CNIL 2020-091 §13"}},
		{PreferencesForeign, check.Warning, []string{"B-08", "C-18"}},
		{OtherRequest, check.Notice, []string{"C-01", "GDPR art. 5(1)(c)"}},
		{NotSeen, check.Notice, []string{"H-02"}},
	}
}

// rule returns the rule of an id, with its place in the order.
func rule(id string) (Rule, int) {
	all := Rules()
	i := slices.IndexFunc(all, func(r Rule) bool { return r.ID == id })
	return all[i], i
}

// Levels are the levels in order of weight.
func Levels() []check.Level { return []check.Level{check.Fault, check.Warning, check.Notice} }

func isRule(id string) bool {
	return slices.ContainsFunc(Rules(), func(r Rule) bool { return r.ID == id })
}
