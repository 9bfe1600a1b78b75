package handlers

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"unicode/utf8"

	"charte/internal/consent"
)

// maxForm limits the body of a form, in bytes. The forms of the pages take a few
// hundred; the rest leaves room for a long return address.
const maxForm = 8 << 10

// choiceForm is the parsed form of POST /{lang}/choice.
type choiceForm struct {
	decision consent.Decision
	purposes []string
	text     string // text version; empty where it is missing or malformed
	surface  consent.Surface
	back     string // "return" of a form of an earlier version; not yet checked
}

// problem is an error in a form that the visitor can correct: the key of the message.
type problem struct{ key string }

func (p problem) Error() string { return p.key }

// parseChoiceForm reads and checks the body. It returns a failure if the body cannot
// be parsed, and a problem if a field is wrong; with a problem it also returns the
// parsed fields, so that the form can be shown again.
func parseChoiceForm(w http.ResponseWriter, r *http.Request) (choiceForm, error) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/x-www-form-urlencoded" {
		return choiceForm{}, fail(http.StatusUnsupportedMediaType, "unsupported_media_type")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return choiceForm{}, fail(http.StatusRequestEntityTooLarge, "too_large")
	}
	if err != nil {
		return choiceForm{}, fail(http.StatusBadRequest, "bad_request")
	}
	fields, err := url.ParseQuery(string(body))
	if err != nil {
		return choiceForm{}, fail(http.StatusBadRequest, "bad_request")
	}
	f := choiceForm{surface: consent.Banner}
	return f, f.parse(fields)
}

// parse fills the form from the fields and returns the first problem.
func (f *choiceForm) parse(fields url.Values) error {
	f.decision = consent.Decision(fields.Get("decision"))
	f.purposes = fields["purpose"]
	f.back = fields.Get("return")
	if text := fields.Get("text"); consent.IsHash(text) {
		f.text = text
	}
	if fields.Get("surface") == string(consent.Charter) {
		f.surface = consent.Charter
	}
	return checkFields(fields)
}

// formFields are the fields that a form may have.
var formFields = []string{"decision", "purpose", "return", "surface", "text"}

func checkFields(fields url.Values) error {
	for name := range fields {
		twice := name != "purpose" && len(fields[name]) > 1
		if twice || !slices.Contains(formFields, name) || !utf8.ValidString(fields.Get(name)) {
			return problem{"problem_form"}
		}
	}
	switch surface := fields.Get("surface"); surface {
	case "", string(consent.Banner), string(consent.Charter):
	default:
		return problem{"problem_form"}
	}
	switch consent.Decision(fields.Get("decision")) {
	case consent.Accept, consent.Refuse, consent.Custom, consent.Seen:
		return nil
	case consent.Object, consent.Allow:
		return checkObjection(fields["purpose"])
	}
	return problem{"problem_decision"}
}

// checkObjection reports a purpose that occurs twice.
func checkObjection(ids []string) error {
	if slices.Sort(ids); len(slices.Compact(slices.Clone(ids))) < len(ids) {
		return problem{"problem_form"}
	}
	return nil
}
