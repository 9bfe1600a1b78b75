package handlers

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/a-h/templ"

	"charte/internal/consent"
)

// variant tells apart all pages that differ in more than their slots.
type variant struct {
	kind   string // "banner", "charter", "summary", "handle" or a doubt
	lang   string
	choice string // the choice that holds, canonical; empty: none
	ticked string // the boxes that are ticked
	signal bool
	added  string // what came into the scope
	notice bool   // there is a notice of what was just done
}

// formPage returns a page on which a choice can be made. Its text version is in
// the registry before the page is first served (P-01); where it cannot be kept,
// the page carries no text version, so that nothing can be granted on it, and
// a refusal still can.
func (s *service) formPage(ctx context.Context, v variant, make func() templ.Component) (*page, error) {
	if p, ok := s.pages.get(v); ok {
		return p, nil
	}
	pieces, err := s.pages.render(make())
	if err != nil {
		return nil, fmt.Errorf("render %s in %s: %w", v.kind, v.lang, err)
	}
	text := consent.Text{
		HTML:        pieces.empty(),
		Language:    v.lang,
		Surface:     consent.Surface(v.kind),
		Scope:       s.terms.Scope.Hash(),
		FirstServed: s.Now().UTC(),
	}
	if text.Surface == consent.Charter {
		text.CSS = s.assets.sheet // the banner's CSS stands in its HTML
	}
	hash := text.Hash()
	if err := s.keepText(ctx, hash, text); err != nil {
		s.Log.ErrorContext(ctx, "the text could not be kept: nothing can be granted on it", slog.Any("error", err))
		return pieces.page(values{}), nil
	}
	var known values
	known.setText(slotText, hash)
	known.setText(slotVersion, hash[:versionDigits])
	p := pieces.page(known)
	p.text = hash
	s.pages.put(v, p)
	return p, nil
}

// keepText sees to it that the registry has a text.
func (s *service) keepText(ctx context.Context, hash string, text consent.Text) error {
	if _, ok := s.texts.get(hash); ok {
		return nil
	}
	patient, cancel := context.WithTimeout(ctx, textPatience)
	defer cancel()
	if err := s.Registry.KeepText(patient, text); err != nil {
		return err
	}
	s.texts.put(hash, newShown(text))
	return nil
}

// plainPage returns a page that offers no choice.
func (s *service) plainPage(v variant, make func() templ.Component) (*page, error) {
	if p, ok := s.pages.get(v); ok {
		return p, nil
	}
	pieces, err := s.pages.render(make())
	if err != nil {
		return nil, fmt.Errorf("render %s in %s: %w", v.kind, v.lang, err)
	}
	p := pieces.page(values{})
	s.pages.put(v, p)
	return p, nil
}
