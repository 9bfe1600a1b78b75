package charter

import (
	"slices"
	"strings"

	"charte/internal/message"
)

// Fault describes one error in one place of a charter.
type Fault struct {
	message.Fault
	// Topic lets callers select some kinds of faults; empty for most.
	Topic Topic
	// Reading marks a fault that depends on how tables are read: a charter that an
	// older version read without it can still be served.
	Reading bool
}

// Topic classifies a fault.
type Topic string

// The topics.
const (
	AboutLanguages  Topic = "languages"    // two languages declare different purposes or trackers
	AboutPlatform   Topic = "platform_key" // a purpose has a platform key, but no tracker of its tool
	AboutController Topic = "controller"   // the controller has no name
)

// Faults lists all errors of a charter, sorted by file and line. [Load] returns
// them as one error; errors.As finds Faults and each Fault.
type Faults []Fault

// Error returns the faults, one per line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}

// OnlyReading reports whether all faults depend on how tables are read.
func (f Faults) OnlyReading() bool {
	return !slices.ContainsFunc(f, func(fault Fault) bool { return !fault.Reading })
}

// Unwrap returns each fault as an error.
func (f Faults) Unwrap() []error {
	errs := make([]error, len(f))
	for i, fault := range f {
		errs[i] = fault
	}
	return errs
}
