package command

import (
	"context"
	"fmt"
	"io"
	"reflect"

	"github.com/alecthomas/kong"

	"charte/internal/message"
)

// output writes to another writer and stores its first error.
type output struct {
	to    io.Writer
	err   error
	words message.Words // of the user's language
}

// say writes a line, in the user's language if w is the output of a command.
func say(w io.Writer, text message.Text) { fmt.Fprintln(w, wordsFor(w).Say(text)) }

// wordsFor returns the words of the user's language if w is the output of a command, else
// nil, which is English.
func wordsFor(w io.Writer) message.Words {
	if o, ok := w.(*output); ok {
		return o.words
	}
	return nil
}

// Write returns the first error again in every call after it.
func (o *output) Write(b []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.to.Write(b)
	o.err = err
	return n, err
}

// runToEnd runs a command, and fails if what it printed could not be written: a
// full disk must not turn "charte verify --print-head >> heads.txt" into an empty
// line and status 0.
func runToEnd(ctx context.Context, c command, words message.Words, stdout, stderr io.Writer) error {
	out := &output{to: stdout, words: words}
	if err := c.Run(ctx, out, &output{to: stderr, words: words}); err != nil {
		return err
	}
	if out.err != nil {
		return message.Errorf("the output could not be written: %w", out.err)
	}
	return nil
}

// emptyFlag fails if a flag on the command line has an empty value, as
// --head "$(cat head.txt)" has when the file is empty: the command would run as if
// the flag had not been given.
func emptyFlag(parsed *kong.Context) error {
	for _, p := range parsed.Path {
		if p.Flag == nil || p.Resolved {
			continue
		}
		if v := p.Flag.Target; isEmpty(v) {
			return message.Errorf("--%s: the value is empty; give one, or leave the flag out", p.Flag.Name)
		}
	}
	return nil
}

// isEmpty reports whether v is an empty text, or a list without a text.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		return v.Len() == 0
	case reflect.Slice:
		for i := range v.Len() {
			if !isEmpty(v.Index(i)) {
				return false
			}
		}
		return true
	}
	return false
}
