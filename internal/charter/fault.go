package charter

import "fmt"

// Fault is one thing wrong in one place. Problem says what, Mend how to put it
// right.
type Fault struct {
	File    string
	Line    int // from 1; 0 when the whole file is meant
	Problem string
	Mend    string
}

// Error reads "charter.md:52: looks like a table row, but … (mend: …)".
func (f Fault) Error() string {
	at := f.File
	if f.Line > 0 {
		at = fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	if f.Mend == "" {
		return at + ": " + f.Problem
	}
	return at + ": " + f.Problem + " — " + f.Mend
}
