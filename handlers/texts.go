package handlers

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"charte/internal/cache"
	"charte/internal/consent"
	"charte/internal/pages"
)

// texts stores the text versions that are served, and looks up those that forms
// cite.
type texts struct {
	registry Registry
	scope    string // hash of today's scope
	known    *cache.Cache[string, servedText]
	now      func() time.Time
	log      *slog.Logger
}

// servedText is what must be known of a text that was served, to decide whether a
// form that carries its hash may grant anything.
type servedText struct {
	scope    string
	language string
	surface  consent.Surface
}

// maxTexts is how many text versions are cached. The registry has the others.
const maxTexts = 4096

func newTexts(c Config, scope consent.Scope) *texts {
	return &texts{registry: c.Registry, scope: scope.Hash(), known: cache.New[string, servedText](maxTexts, nil), now: c.Now, log: c.Log}
}

// keep makes sure that the registry has the text of a page before the page is
// first served (P-01), and returns its version. Where the registry does not take
// it, keep returns an empty version: nothing can be granted on the page, and a
// refusal still can be given.
func (t *texts) keep(ctx context.Context, p *pages.Page) (version string) {
	if _, ok := t.known.Get(p.Version); ok {
		return p.Version
	}
	ctx, cancel := context.WithTimeout(ctx, textTimeout)
	defer cancel()
	text := p.Text(t.now())
	if err := t.registry.KeepText(ctx, text); err != nil {
		t.log.ErrorContext(ctx, "a text could not be stored: nothing can be granted on it", slog.Any("error", err))
		return ""
	}
	t.known.Put(p.Version, servedTextOf(text))
	return p.Version
}

func servedTextOf(t consent.Text) servedText {
	return servedText{scope: t.Scope, language: t.Language, surface: t.Surface}
}

// textState is what the text version of a form is worth.
type textState int

const (
	textCurrent  textState = iota // served here, and its scope is today's
	textOutdated                  // served here, about another scope
	textUnknown                   // never served
)

// judge looks up the text version that a form cites: in memory, else in the
// registry, where an earlier process or another instance stored it. A form sent
// under another language or surface than its text's is not the form that was
// shown.
func (t *texts) judge(ctx context.Context, lang string, f choiceForm) (textState, error) {
	if f.text == "" {
		return textUnknown, nil
	}
	text, ok := t.known.Get(f.text)
	if !ok {
		found, err := t.registry.Text(ctx, f.text)
		if errors.Is(err, consent.ErrNotFound) {
			return textUnknown, nil
		}
		if err != nil {
			return textUnknown, err
		}
		text = servedTextOf(found)
		t.known.Put(f.text, text)
	}
	switch {
	case text.language != lang, text.surface != f.surface:
		return textUnknown, nil
	case text.scope != t.scope:
		return textOutdated, nil
	}
	return textCurrent, nil
}
