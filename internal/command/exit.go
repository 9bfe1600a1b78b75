package command

import "errors"

// exitNothing is the exit status where a command found nothing to judge: 0 would
// report that all is well with what was not seen.
const exitNothing = 3

// exitError is an error with an exit status of its own.
type exitError struct {
	error
	status int
}

func (e exitError) Unwrap() error { return e.error }

// ExitStatus returns the exit status of the process for an error that [Run]
// returned: 0 for none, 1 for most.
func ExitStatus(err error) int {
	if err == nil {
		return 0
	}
	if e := (exitError{}); errors.As(err, &e) {
		return e.status
	}
	return 1
}
