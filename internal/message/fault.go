package message

import "fmt"

// Fault is one thing wrong in one place of a file. Problem says what, Fix how to
// put it right; it may be empty.
type Fault struct {
	File         string
	Line         int // from 1; 0 when the whole file is meant
	Problem, Fix Text
}

// Error reads "charter.md:52: what is wrong — how to mend it".
func (f Fault) Error() string { return f.text().String() }

func (f Fault) text() Text {
	at := f.File
	if f.Line > 0 {
		at = fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	if f.Fix.IsZero() {
		return Of("%s: %s", at, f.Problem)
	}
	return Of("%s: %s — %s", at, f.Problem, f.Fix)
}
