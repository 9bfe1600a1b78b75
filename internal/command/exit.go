package command

import "errors"

// exitEmpty is the exit status of a verification that found no record, or no head to
// compare. A script would take 0 for a successful verification.
const exitEmpty = 3

// exitError is an error with an exit status other than 1.
type exitError struct {
	error
	status int
}

func (e exitError) Unwrap() error { return e.error }

// ExitStatus returns the exit status of the process for an error that [Run]
// returned: 0 for nil, 1 unless the error carries another.
func ExitStatus(err error) int {
	if err == nil {
		return 0
	}
	if e := (exitError{}); errors.As(err, &e) {
		return e.status
	}
	return 1
}
