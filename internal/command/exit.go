package command

import (
	"errors"
	"fmt"
	"io"

	"charte/internal/message"
)

const (
	// exitEmpty is the exit status of a verification that found no record, or no head
	// to compare. A script would take 0 for a successful verification.
	exitEmpty = 3
	// exitConfiguration is the exit status if a flag, a variable or the charter must be
	// corrected first (EX_CONFIG of sysexits.h). systemd does not start the service
	// again after it: charte.service lists it.
	exitConfiguration = 78
)

// exitError is an error with an exit status other than 1.
type exitError struct {
	error
	status int
}

func (e exitError) Unwrap() error { return e.error }

// Message returns the error's message for translation.
func (e exitError) Message() message.Text { return message.OfError(e.error) }

// misconfigured returns err with exitConfiguration, and nil for nil.
func misconfigured(err error) error {
	if err == nil {
		return nil
	}
	return exitError{err, exitConfiguration}
}

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

// printedError is an error that the user has seen already.
type printedError struct{ error }

func (e printedError) Unwrap() error { return e.error }

// PrintError prints an error that [Run] returned, in the language of the environment,
// unless Run printed it.
func PrintError(stderr io.Writer, environ []string, err error) {
	if printed := (printedError{}); !errors.As(err, &printed) {
		fmt.Fprintln(stderr, "charte:", wordsOf(environ).Say(message.OfError(err)))
	}
}
