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
	"charte/internal/i18n"
)

// maxForm is the largest form that is read, in bytes. Ours holds a few hundred;
// the rest is room for a long return address.
const maxForm = 8 << 10

// choiceForm is the form of POST /{lang}/choice, read and checked.
type choiceForm struct {
	decision consent.Decision
	purposes []string
	text     string // text version; empty where it is missing or malformed
	surface  consent.Surface
	back     string // as sent: the portal list judges it
}

// problem is what is wrong with a form: the key of the text that says so, and
// what that text names.
type problem struct {
	key  string
	data i18n.Data
}

func (p problem) Error() string { return p.key }

// parseChoiceForm reads the body. The error is a failure (the body could not be
// taken) or a problem (it could, and is wrong); with a problem the form holds
// what could be understood, so that it can be shown again.
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
	return f, f.take(fields)
}

// take sorts the fields into the form and names the first thing wrong.
func (f *choiceForm) take(fields url.Values) error {
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
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		switch {
		case !slices.Contains(formFields, name):
			return problem{"problem_field", i18n.Data{"Field": shorten(name)}}
		case name != "purpose" && len(fields[name]) > 1:
			return problem{"problem_twice", i18n.Data{"Field": name}}
		case !utf8.ValidString(fields.Get(name)):
			return problem{"problem_value", i18n.Data{"Field": name}}
		}
	}
	switch surface := fields.Get("surface"); surface {
	case "", string(consent.Banner), string(consent.Charter):
	default:
		return problem{"problem_value", i18n.Data{"Field": "surface"}}
	}
	switch consent.Decision(fields.Get("decision")) {
	case consent.Accept, consent.Refuse, consent.Custom, consent.Seen:
		return nil
	}
	return problem{"problem_decision", nil}
}

// shorten keeps a made-up field name from filling the page.
func shorten(name string) string {
	const most = 40
	runes := []rune(name)
	if !utf8.ValidString(name) {
		return "?"
	}
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return name
}
