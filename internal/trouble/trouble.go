package trouble

import (
	"errors"
	"slices"
	"strings"

	"charte/internal/message"
)

// Entry explains one kind of error. What and Do are sentences without data: no password
// and no name of a file can be in them.
type Entry struct {
	What, Do message.Text
	// matches recognises an error of another program; nil for a fault that the program
	// finds by itself, or that only systemd can report.
	matches func(error) bool
}

// At returns the entry as a fault in a file, at a line or at 0.
func (e Entry) At(file string, line int) message.Fault {
	return message.Fault{File: file, Line: line, Problem: e.What, Fix: e.Do}
}

// Error is an explained error: one line with the place and what happened, one with what
// to do. The place is named once.
type Error struct {
	Place string
	Entry Entry
	cause error
}

// Error returns one line, for the log.
func (e *Error) Error() string {
	return e.Entry.At(e.Place, 0).Error()
}

// Message returns the two lines for translation.
func (e *Error) Message() message.Text {
	if e.Place == "" {
		return message.Of("%s\n  what to do: %s", e.Entry.What, e.Entry.Do)
	}
	return message.Of("%s: %s\n  what to do: %s", e.Place, e.Entry.What, e.Entry.Do)
}

// Unwrap returns the error that was explained.
func (e *Error) Unwrap() error { return e.cause }

// New returns the error of an entry at a place. It wraps cause, whose text is not shown.
func New(place string, e Entry, cause error) error { return &Error{place, e, cause} }

// Explain returns err explained with its place. An error that no entry matches keeps its
// words, on one line. It returns err as it is if it was explained before.
func Explain(place string, err error) error {
	if err == nil || explained(err) {
		return err
	}
	if e, found := find(err); found {
		return &Error{place, e, err}
	}
	return message.Errorf("%s: %w", place, singleLine{err})
}

// ExplainRead is Explain for a file that was only to be read, by any account.
func ExplainRead(place string, err error) error {
	if err != nil && !explained(err) && denied.matches(err) {
		return &Error{place, NotReadable, err}
	}
	return Explain(place, err)
}

// OfDatabase explains an error that a database reported, and returns any other as it is.
func OfDatabase(place string, err error) error {
	if err == nil || explained(err) || !fromDatabase(err) {
		return err
	}
	if e, found := find(err); found {
		return &Error{place, e, err}
	}
	return err
}

func find(err error) (Entry, bool) {
	i := slices.IndexFunc(table, func(e Entry) bool { return e.matches(err) })
	if i < 0 {
		return Entry{}, false
	}
	return table[i], true
}

func explained(err error) bool {
	already := (*Error)(nil)
	return errors.As(err, &already)
}

// singleLine is an error whose text is on one line; pgx gives a line for each host.
type singleLine struct{ error }

func (e singleLine) Error() string { return strings.Join(strings.Fields(e.error.Error()), " ") }

// Message returns the message of the error for translation, if it is on one line.
func (e singleLine) Message() message.Text {
	if text := message.OfError(e.error); !strings.Contains(text.String(), "\n") {
		return text
	}
	return message.Plain(e.Error())
}

func (e singleLine) Unwrap() error { return e.error }
