package charter

import (
	"cmp"
	"slices"
	"strings"

	"charte/internal/message"
)

// report collects the faults and warnings of all files, so that one run lists
// every problem.
type report struct{ faults, warnings Faults }

func (r *report) fault(topic Topic, file string, line int, problem, fix message.Text) {
	r.faults = append(r.faults, newFault(topic, file, line, problem, fix))
}

func (r *report) warn(file string, line int, problem, fix message.Text) {
	r.warnings = append(r.warnings, newFault("", file, line, problem, fix))
}

func newFault(topic Topic, file string, line int, problem, fix message.Text) Fault {
	return Fault{Fault: message.Fault{File: file, Line: line, Problem: problem, Fix: fix}, Topic: topic}
}

// sort orders faults and warnings by file and line.
func (r *report) sort() {
	for _, list := range []Faults{r.faults, r.warnings} {
		slices.SortStableFunc(list, func(a, b Fault) int {
			return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
		})
	}
}
