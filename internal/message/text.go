package message

import "fmt"

// Text is one sentence, or a part of one. The zero Text says nothing.
type Text struct {
	english string // with the verbs of package fmt, where there is data
	data    *[]any // behind a pointer, so that errors made of texts can be compared
}

// Of is an English sentence with the verbs of package fmt and what they stand
// for. A Text or an error among the data is said in the sentence's language.
func Of(english string, data ...any) Text {
	if false {
		_ = fmt.Sprintf(english, data...) // so that vet checks the verbs
	}
	return fill(english, data)
}

func fill(english string, data []any) Text {
	if len(data) == 0 {
		return Text{english: english}
	}
	return Text{english, &data}
}

// Plain is an English sentence that holds no verbs.
func Plain(english string) Text { return Text{english: english} }

// OfError is what an error says.
func OfError(err error) Text {
	switch err := err.(type) {
	case failure:
		return err.text
	case Fault:
		return err.text()
	}
	return Plain(err.Error())
}

// IsZero says whether there is nothing to say.
func (t Text) IsZero() bool { return t.english == "" }

// Or is the text, or another where it says nothing.
func (t Text) Or(other Text) Text {
	if t.IsZero() {
		return other
	}
	return t
}

// String is the sentence in English.
func (t Text) String() string { return Words(nil).Say(t) }

// failure is an error that can be said in other languages.
type failure struct {
	error
	text Text
}

// Errorf is fmt.Errorf, for an error that can be said in other languages.
func Errorf(english string, data ...any) error {
	return failure{fmt.Errorf(english, data...), fill(english, data)}
}

// Unwrap gives what %w stood for.
func (f failure) Unwrap() error { return f.error }
