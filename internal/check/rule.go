package check

import (
	"cmp"
	"slices"
	"strings"

	"charte/internal/message"
)

// Level is the severity of a finding.
type Level string

// The levels.
const (
	// Fault: the service cannot work with these settings, makes a false statement, or
	// breaks a rule of law that a program can verify. The check exits with 1.
	Fault Level = "fault"
	// Warning: a person must decide, add or confirm something.
	Warning Level = "warning"
	// Notice: worth knowing, and correct if intended.
	Notice Level = "notice"
)

// levels in order of severity.
var levels = []Level{Fault, Warning, Notice}

// Effect is what serve does about a finding, at the start and after each edit.
type Effect string

// The effects.
const (
	// Silent: serve ignores the finding; only check reports it.
	Silent Effect = ""
	// Warns: serve starts, and reports it in the log, the metrics and the operator's
	// pages. With --strict it does not start.
	Warns Effect = "warns"
	// Stops: serve does not start, and rejects an edit with this finding. If the
	// registry shows that the same content was served with the same settings before,
	// serve starts with a warning.
	Stops Effect = "stops"
	// StopsAlways: serve does not start, whatever was served before.
	StopsAlways Effect = "stops always"
)

// Rule is one requirement and the function that checks it.
type Rule struct {
	// ID names the rule in reports; it never changes.
	ID    string
	Level Level
	// Serve is what serve does about a finding.
	Serve Effect
	// Reason is one line on why the rule matters. Source is where it comes from: ids
	// of the compliance checklist and the legal texts behind them.
	Reason, Source string
	// Fix is the fix of findings that have none of their own.
	Fix string

	find func(*Input) []Finding
}

// Finding is one violation of a rule.
type Finding struct {
	// File is empty for a finding about settings; Line is 0 for one about a whole file.
	File string
	Line int
	// Problem describes what is wrong, Fix how to correct it.
	Problem, Fix message.Text
}

// Reported is a finding with its rule.
type Reported struct {
	Rule Rule
	Finding
}

// Err returns the finding as a one-line error.
func (f Reported) Err() error {
	problem := message.Of("%s [%s]", f.Problem, f.Rule.ID)
	if f.File == "" {
		return message.Errorf("%s — %s", problem, f.Fix)
	}
	return message.Fault{File: f.File, Line: f.Line, Problem: problem, Fix: f.Fix}
}

// Report holds findings in order of file and line; those about settings come last.
type Report struct{ Findings []Reported }

// Run applies every rule.
func Run(in Input) Report { return apply(Rules(), in) }

// AtStart applies the rules that have an effect on serve.
func AtStart(in Input) Report {
	return apply(slices.DeleteFunc(Rules(), func(r Rule) bool { return r.Serve == Silent }), in)
}

func apply(rules []Rule, in Input) Report {
	var r Report
	for _, rule := range rules {
		for _, f := range rule.find(&in) {
			f.Fix = f.Fix.Or(message.Plain(rule.Fix))
			r.Findings = append(r.Findings, Reported{Rule: rule, Finding: f})
		}
	}
	slices.SortStableFunc(r.Findings, func(a, b Reported) int {
		return cmp.Or(
			compareFiles(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(slices.Index(levels, a.Rule.Level), slices.Index(levels, b.Rule.Level)),
		)
	})
	return r
}

// compareFiles orders file names, with "" (the settings) last.
func compareFiles(a, b string) int {
	if (a == "") != (b == "") {
		return strings.Compare(b, a)
	}
	return strings.Compare(a, b)
}

// Count returns the number of findings of a level.
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
		languageRules(), likenessRules(), placeRules(), noticeRules(), statementRules(), retentionRules(), platformRules(), settingRules(), environmentRules(), trafficRules())
}
