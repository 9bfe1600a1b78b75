package message

import "fmt"

// Fault is an error at one place of a file. Problem describes it, Fix how to correct
// it; Fix may be empty.
type Fault struct {
	File         string
	Line         int // from 1; 0 for the whole file
	Problem, Fix Text
}

// Error returns "charter.md:52: problem — fix".
func (f Fault) Error() string { return f.Message().String() }

// Message returns the same for translation.
func (f Fault) Message() Text {
	at := f.File
	if f.Line > 0 {
		at = fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	if f.Fix.IsZero() {
		return Of("%s: %s", at, f.Problem)
	}
	return Of("%s: %s — %s", at, f.Problem, f.Fix)
}
