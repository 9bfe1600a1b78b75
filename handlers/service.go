package handlers

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/pages"
	"charte/internal/portal"
)

// Registry lists the methods of the registry that the visitors' pages use.
type Registry interface {
	pages.Registry
	Append(context.Context, consent.Entry) (consent.Record, error)
	Scopes(context.Context) ([]consent.Scope, error)
	History(context.Context) ([]consent.Period, error)
	Text(ctx context.Context, hash string) (consent.Text, error)
	Receipt(ctx context.Context, id string) ([]consent.Record, error)
}

// Tally counts what no record makes.
type Tally interface {
	// Add counts a banner served with a form. again is true if the visitor had made a
	// choice before the scope grew.
	Add(language, text string, again bool)
	// Objected counts an objection to purposes, or one taken back.
	Objected(d consent.Decision, purposes []string, language string)
}

// Config configures a server. Every field is required unless its comment describes
// the zero value.
type Config struct {
	// BaseURL is the public address. The scheme https enables Secure cookies; requests
	// must have its host as Host, and their path must be below its path.
	BaseURL portal.Base
	// Portals lists the origins that may frame the banner, the home portal first.
	Portals portal.List
	// CookieName and CookieDomain are the name and domain of the choice's cookie. An
	// empty domain means the host of BaseURL only.
	CookieName, CookieDomain string
	Registry                 Registry
	Tally                    Tally
	Spool                    Spool
	Observer                 Observer // nil: events are not counted
	// RateLimit is the maximum number of choices per client in RateWindow; 0 means no
	// limit.
	RateLimit  int
	RateWindow time.Duration
	// Handle makes the kit show a small link in the portal's corner after a choice.
	Handle bool
	// TrustedProxies lists the networks whose X-Forwarded-For is used; may be empty.
	TrustedProxies []netip.Prefix
	Now            func() time.Time
	Random         io.Reader
	Log            *slog.Logger
}

// site returns the part of the configuration that the pages show.
func (c Config) site() pages.Site {
	return pages.Site{Base: c.BaseURL, CookieName: c.CookieName, CookieDomain: c.CookieDomain, Handle: c.Handle, Random: c.Random}
}

// service answers requests with one content. After newService only its caches change.
type service struct {
	config   Config
	pages    *pages.Pages
	versions pages.Versions // for visitors without a choice
	document *document
	scopes   *scopes
	texts    *texts
	requests *requests
	answers  *answers
	cookies  *cookies
	recorder *recorder
	limiter  *limiter
}

// newService renders every page that does not depend on a visitor, so that rendering
// errors appear at start, and publishes the content in the registry.
func newService(ctx context.Context, config Config, from *content.Content, limiter *limiter, quota *textQuota, late *sync.WaitGroup) (*service, error) {
	rendered, err := pages.New(from, config.site())
	if err != nil {
		return nil, err
	}
	published, err := rendered.Publish(ctx, config.Registry, config.Now())
	if err != nil {
		return nil, err
	}
	if published.Unkept != nil {
		config.Log.ErrorContext(ctx, "could not store some texts: visitors can refuse but not accept on those pages until the registry stores them; check the registry", slog.Any("error", published.Unkept))
	}
	s := &service{config: config, pages: rendered, versions: published.Versions, limiter: limiter}
	if s.scopes, err = newScopes(ctx, config); err != nil {
		return nil, err
	}
	if s.document, err = newDocument(s); err != nil {
		return nil, err
	}
	terms := consent.Terms{Purposes: from.Charter.Purposes, Scope: rendered.Scope(), Known: s.scopes.find, Covered: s.scopes.covered}
	s.texts = newTexts(config, rendered.Scope(), quota)
	s.requests = newRequests(config, rendered, terms)
	s.cookies = newCookies(config, from.Charter, terms)
	s.recorder = &recorder{registry: config.Registry, texts: s.texts, spool: config.Spool, log: config.Log, late: late}
	if s.answers, err = newAnswers(config, rendered, s.requests); err != nil {
		return nil, fmt.Errorf("render the error pages: %w", err)
	}
	return s, nil
}

// handler is an http.HandlerFunc that returns its error; see answers.route.
type handler func(http.ResponseWriter, *http.Request) error
