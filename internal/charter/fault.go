package charter

import (
	"cmp"
	"slices"
	"strings"

	"charte/internal/phrase"
)

// Fault is one thing wrong in one place, and what it is about.
type Fault struct {
	phrase.Fault
	// Topic tells some kinds of faults from others; empty for most.
	Topic Topic
}

// Topic is what a fault is about.
type Topic string

// The topics.
const (
	AboutLanguages  Topic = "languages"    // they do not declare the same
	AboutPlatform   Topic = "platform_key" // a key of the platform without a tracker of its tool
	AboutController Topic = "controller"   // it is not named
)

// Faults are all that is wrong, sorted by file and line. [Load] returns them as
// one error; errors.As finds Faults and each Fault.
type Faults []Fault

// Error lists the faults, one a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives each fault.
func (f Faults) Unwrap() []error {
	each := make([]error, len(f))
	for i, fault := range f {
		each[i] = fault
	}
	return each
}

// report collects what is found on the way, so that one run tells everything.
type report struct{ faults, warnings Faults }

func (r *report) fault(file string, line int, problem, mend phrase.Text) {
	r.faults = append(r.faults, Fault{Fault: phrase.Fault{File: file, Line: line, Problem: problem, Mend: mend}})
}

// about says what the fault reported last is about.
func (r *report) about(t Topic) { r.faults[len(r.faults)-1].Topic = t }

func (r *report) warn(file string, line int, problem, mend phrase.Text) {
	r.warnings = append(r.warnings, Fault{Fault: phrase.Fault{File: file, Line: line, Problem: problem, Mend: mend}})
}

// sort puts faults and warnings in the order of the files' lines.
func (r *report) sort() {
	for _, list := range []Faults{r.faults, r.warnings} {
		slices.SortStableFunc(list, func(a, b Fault) int {
			return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
		})
	}
}
