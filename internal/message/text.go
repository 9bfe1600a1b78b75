package message

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// Text is a sentence with its data, or a part of one. The zero Text is empty.
type Text struct {
	english  string // with the verbs of package fmt if there is data
	singular string // in place of english for a number that is singular in the language
	number   int64
	data     *[]any // a pointer, so that errors that contain texts can be compared
}

// Of returns a Text from an English format of package fmt and its data. A Text or an
// error in data is translated together with the sentence.
func Of(english string, data ...any) Text {
	if false {
		_ = fmt.Sprintf(english, data...) // makes vet check the verbs
	}
	return fill(english, data)
}

func fill(english string, data []any) Text {
	if len(data) == 0 && !strings.Contains(english, "%%") {
		return Text{english: english}
	}
	return Text{english: english, data: &data}
}

// Count returns a Text about n, which is its first datum: one is the format for a number
// that is singular in the reader's language (1; in French 0 too), other that for the rest.
// Both have the same verbs.
func Count[N int | int64](n N, one, other string, more ...any) Text {
	t := fill(other, append([]any{n}, more...))
	t.singular, t.number = one, int64(n)
	return t
}

// Plain returns a Text without data. A percent sign in it is literal.
func Plain(english string) Text { return Text{english: english} }

// OfError returns the message of an error.
func OfError(err error) Text {
	switch err := err.(type) {
	case failure:
		return err.text
	case interface{ Message() Text }:
		return err.Message()
	case interface{ Sentence() (string, []any) }: // of package consent, which imports nothing
		return fill(err.Sentence())
	case *fs.PathError: // its words are translated one by one
		return Of("%s %s: %v", Plain(err.Op), err.Path, err.Err)
	case interface{ Unwrap() []error }:
		return ofSeveral(err.(error), err.Unwrap())
	}
	return Plain(err.Error())
}

// ofSeveral returns the messages of joined errors, one a line.
func ofSeveral(joined error, parts []error) Text {
	var english []string
	var data []any
	for _, part := range parts {
		english, data = append(english, part.Error()), append(data, part)
	}
	if strings.Join(english, "\n") != joined.Error() { // not by errors.Join
		return Plain(joined.Error())
	}
	return fill(strings.TrimSuffix(strings.Repeat("%v\n", len(parts)), "\n"), data)
}

// IsZero reports whether the text is empty.
func (t Text) IsZero() bool { return t.english == "" }

// Or returns t, or other if t is empty.
func (t Text) Or(other Text) Text {
	if t.IsZero() {
		return other
	}
	return t
}

// String returns the sentence in English.
func (t Text) String() string { return Words(nil).Say(t) }

// failure is an error with a message that can be translated.
type failure struct {
	error
	text Text
}

// Errorf is fmt.Errorf with a message that can be translated.
func Errorf(english string, data ...any) error {
	return failure{fmt.Errorf(english, data...), fill(english, data)}
}

// AsError returns the text as an error that can be translated.
func (t Text) AsError() error { return failure{errors.New(t.String()), t} }

// Unwrap returns the error of %w.
func (f failure) Unwrap() error { return f.error }
