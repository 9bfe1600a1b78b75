package message

import (
	"fmt"
	"strings"
)

// Words maps English sentences to those of one language; nil is English.
type Words map[string]string

// Say returns a text in the language. A sentence without a translation remains
// English, with its data translated.
func (w Words) Say(t Text) string {
	sentence := t.english
	if t.singular != "" && w.isSingular(t.number) {
		sentence = t.singular
	}
	if own, known := w[sentence]; known {
		sentence = own
	}
	if t.data == nil {
		return sentence
	}
	data := make([]any, len(*t.data))
	for i, d := range *t.data {
		data[i] = w.datum(d)
	}
	// %w is a verb of fmt.Errorf only.
	return fmt.Sprintf(strings.ReplaceAll(sentence, "%w", "%v"), data...)
}

// isSingular reports whether the language counts n in the singular. Every language
// translated so far does so for 0, English does not.
func (w Words) isSingular(n int64) bool { return n == 1 || n == 0 && w != nil }

func (w Words) datum(d any) any {
	switch d := d.(type) {
	case Text:
		return w.Say(d)
	case error:
		return w.Say(OfError(d))
	case float64:
		if w != nil {
			return comma(d)
		}
	}
	return d
}

// comma is a number written with a decimal comma, as in every language translated so
// far.
type comma float64

// Format formats the number by its verb and replaces the point with a comma.
func (c comma) Format(s fmt.State, verb rune) {
	_, _ = fmt.Fprint(s, strings.ReplaceAll(fmt.Sprintf(fmt.FormatString(s, verb), float64(c)), ".", ","))
}
