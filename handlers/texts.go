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

// texts stores text versions in the registry before they are served, and looks up
// those that forms cite.
type texts struct {
	registry Registry
	scope    string // hash of the current scope
	known    *cache.Cache[string, servedText]
	quota    *textQuota
	now      func() time.Time
	log      *slog.Logger
}

// servedText is the part of a stored text that decides whether a form that cites it
// may grant anything.
type servedText struct {
	scope    string
	language string
	surface  consent.Surface
}

// maxTexts limits the number of cached text versions.
const maxTexts = 4096

func newTexts(c Config, scope consent.Scope, quota *textQuota) *texts {
	return &texts{registry: c.Registry, scope: scope.Hash(), known: cache.New[string, servedText](maxTexts, nil), quota: quota, now: c.Now, log: c.Log}
}

// store stores the text of a page in the registry before the page is first served
// (P-01), and returns its version. If the registry fails, or if the text is one too many
// of the day, it returns an empty version: visitors can refuse on that page, but not
// accept.
func (t *texts) store(ctx context.Context, p *pages.Page) (version string) {
	if _, ok := t.known.Get(p.Version); ok {
		return p.Version
	}
	ctx, cancel := context.WithTimeout(ctx, textTimeout)
	defer cancel()
	stored, err := t.keep(ctx, p)
	if err != nil {
		t.log.ErrorContext(ctx, "could not store the text of a page: visitors can refuse but not accept there; check the registry", slog.Any("error", err))
	}
	if !stored {
		return ""
	}
	t.known.Put(p.Version, servedTextOf(p.Text(t.now())))
	return p.Version
}

// storeFor stores the text of an answer's page and sets the answer's version. If it
// cannot store that of a form which is shown again, it replaces the page by plain, that of
// a visitor without a choice: the visitor was asked to choose again and must be able to.
func (t *texts) storeFor(ctx context.Context, out *answer, plain func() (*pages.Page, error)) (err error) {
	out.version = t.store(ctx, out.page)
	if out.version != "" || out.status == 0 || out.page.Common {
		return nil
	}
	if out.page, err = plain(); err != nil {
		return err
	}
	out.version = t.store(ctx, out.page)
	return nil
}

// keep stores the text of a page and reports whether the registry has it. Texts that are
// not common are limited by the quota, unless the registry has them already.
func (t *texts) keep(ctx context.Context, p *pages.Page) (stored bool, err error) {
	if p.Common {
		err = t.registry.KeepText(ctx, p.Text(t.now()))
		return err == nil, err
	}
	if _, err := t.registry.Text(ctx, p.Version); !errors.Is(err, consent.ErrNotFound) {
		return err == nil, err
	}
	if !t.quota.take() {
		return false, nil
	}
	if err = t.registry.KeepText(ctx, p.Text(t.now())); err != nil {
		t.quota.putBack()
	}
	return err == nil, err
}

func servedTextOf(t consent.Text) servedText {
	return servedText{scope: t.Scope, language: t.Language, surface: t.Surface}
}

// textState is the result of looking up the text version of a form.
type textState int

const (
	textCurrent  textState = iota // served, about the current scope
	textOutdated                  // served, about another scope
	textUnknown                   // not served on this surface in this language
)

// judge looks up the text version that a form cites in the cache, else in the registry,
// which has those of earlier processes and of other instances. The text must have
// been served in the form's language and on its surface.
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
