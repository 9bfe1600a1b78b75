package check

import (
	"cmp"
	"slices"
	"strings"

	"charte/internal/message"
)

// Level says what a finding means for whoever runs the check.
type Level string

// The levels.
const (
	// Fault: the service cannot work as it is set, says something untrue, or breaks a
	// rule of law that the program can read for itself. It ends the check with 1.
	Fault Level = "fault"
	// Warning: something a person must decide, add or confirm.
	Warning Level = "warning"
	// Notice: something to know, right as it is if it is meant.
	Notice Level = "notice"
)

// levels in the order of weight.
var levels = []Level{Fault, Warning, Notice}

// Effect is what serve does about a finding, at the start and at each edit.
type Effect string

// The effects.
const (
	// Silent: serve does not mention it; check does.
	Silent Effect = ""
	// Warns: serve starts, and reports it in the log, the metrics and the operator's
	// pages. With --strict it does not start.
	Warns Effect = "warns"
	// Stops: serve does not start, and takes no edit that has it. What the registry
	// knows to have been served before, content and settings, only warns.
	Stops Effect = "stops"
	// StopsAlways: serve does not start, whatever was served before.
	StopsAlways Effect = "stops always"
)

// Rule is one thing to look for.
type Rule struct {
	// ID names the rule in reports; it never changes.
	ID    string
	Level Level
	// Serve is what serve does about it.
	Serve Effect
	// Reason says in one line why it matters, Source who says so: ids of the
	// compliance checklist, and the texts behind them.
	Reason, Source string
	// Fix says how to put it right, where a finding does not say it better.
	Fix string

	find func(*Input) []Finding
}

// Finding is one place where a rule is not kept.
type Finding struct {
	// File is empty where the settings are meant; Line is 0 where the whole file is.
	File string
	Line int
	// Problem says what is wrong there, Fix how to put it right.
	Problem, Fix message.Text
}

// Told is a finding with the rule that it breaks.
type Told struct {
	Rule Rule
	Finding
}

// Err returns the finding as an error of one line.
func (t Told) Err() error {
	problem := message.Of("%s [%s]", t.Problem, t.Rule.ID)
	if t.File == "" {
		return message.Errorf("%s — %s", problem, t.Fix)
	}
	return message.Fault{File: t.File, Line: t.Line, Problem: problem, Fix: t.Fix}
}

// Report is what one run found, by file and line; the settings come last.
type Report struct{ Findings []Told }

// Run tries every rule.
func Run(in Input) Report { return try(Rules(), in) }

// AtStart tries the rules that serve applies to what it is about to serve.
func AtStart(in Input) Report {
	return try(slices.DeleteFunc(Rules(), func(r Rule) bool { return r.Serve == Silent }), in)
}

func try(rules []Rule, in Input) Report {
	var r Report
	for _, rule := range rules {
		for _, f := range rule.find(&in) {
			f.Fix = f.Fix.Or(message.Plain(rule.Fix))
			r.Findings = append(r.Findings, Told{Rule: rule, Finding: f})
		}
	}
	slices.SortStableFunc(r.Findings, func(a, b Told) int {
		return cmp.Or(
			compareFiles(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(slices.Index(levels, a.Rule.Level), slices.Index(levels, b.Rule.Level)),
		)
	})
	return r
}

// compareFiles puts the settings behind all files.
func compareFiles(a, b string) int {
	if (a == "") != (b == "") {
		return strings.Compare(b, a)
	}
	return strings.Compare(a, b)
}

// Count is how many findings have a level.
func (r Report) Count(l Level) int {
	n := 0
	for _, f := range r.Findings {
		if f.Rule.Level == l {
			n++
		}
	}
	return n
}

// Rules returns every rule, in the order of the documentation.
func Rules() []Rule {
	return slices.Concat(startRules(), trackerRules(), exemptRules(), wordRules(), firstLayerRules(), labelRules(),
		languageRules(), placeRules(), noticeRules(), retentionRules(), platformRules(), settingRules(), environmentRules(), trafficRules())
}
