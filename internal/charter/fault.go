package charter

import (
	"strings"

	"charte/internal/message"
)

// Fault describes one error in one place of a charter.
type Fault struct {
	message.Fault
	// Topic lets callers select some kinds of faults; empty for most.
	Topic Topic
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

// Unwrap returns each fault as an error.
func (f Faults) Unwrap() []error {
	errs := make([]error, len(f))
	for i, fault := range f {
		errs[i] = fault
	}
	return errs
}
