package handlers

import (
	"context"
	"errors"

	"charte/internal/consent"
)

// shown is what is remembered of a text that was served: enough to know whether
// a form that carries its hash may grant anything.
type shown struct {
	scope    string
	language string
	surface  consent.Surface
}

func newShown(t consent.Text) shown {
	return shown{scope: t.Scope, language: t.Language, surface: t.Surface}
}

// textsKept is how many text versions are remembered that this process has kept
// or looked up. The registry knows the others.
const textsKept = 4096

// textState says what a form's text version is worth.
type textState int

const (
	textCurrent  textState = iota // served by us, and its scope is today's
	textOutdated                  // served by us, about another scope
	textUnknown                   // never served
)

// judgeText looks a text version up: in memory, else in the registry, where an
// earlier process or another instance kept it. A form sent under another
// language or surface than its text's is not the form that was shown.
func (s *service) judgeText(ctx context.Context, code string, f choiceForm) (textState, error) {
	if f.text == "" {
		return textUnknown, nil
	}
	text, ok := s.texts.get(f.text)
	if !ok {
		kept, err := s.Registry.Text(ctx, f.text)
		if errors.Is(err, consent.ErrNotFound) {
			return textUnknown, nil
		}
		if err != nil {
			return textUnknown, err
		}
		text = newShown(kept)
		s.texts.put(f.text, text)
	}
	switch {
	case text.language != code, text.surface != f.surface:
		return textUnknown, nil
	case text.scope != s.terms.Scope.Hash():
		return textOutdated, nil
	}
	return textCurrent, nil
}
