package message

import (
	"fmt"
	"strings"
)

// Words are the sentences of one language by their English; nil is English.
type Words map[string]string

// Say says a text. What has no words is said in English, with its data in the
// language all the same.
func (w Words) Say(t Text) string {
	sentence := t.english
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
	// An error is said by now, and stands there as its words.
	return fmt.Sprintf(strings.ReplaceAll(sentence, "%w", "%v"), data...)
}

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

// comma writes a number as the languages do that there are words for.
type comma float64

// Format writes the number as its verb asks, with a comma for the point.
func (c comma) Format(s fmt.State, verb rune) {
	_, _ = fmt.Fprint(s, strings.ReplaceAll(fmt.Sprintf(fmt.FormatString(s, verb), float64(c)), ".", ","))
}
