package handlers

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/pages"
	"charte/internal/portal"
)

// Registry is what the visitors' pages need of the registry.
type Registry interface {
	pages.Registry
	Append(context.Context, consent.Entry) (consent.Record, error)
	Scopes(context.Context) ([]consent.Scope, error)
	Text(ctx context.Context, hash string) (consent.Text, error)
	Receipt(ctx context.Context, id string) ([]consent.Record, error)
}

// Tally counts the banners that were served to visitors who are asked. again is
// true for those who had chosen before the scope grew.
type Tally interface {
	Add(language, text string, again bool)
}

// Config is what the service needs beside the content. Every field is required
// unless its comment gives a default.
type Config struct {
	// BaseURL is the public address, without a path. Its scheme decides on
	// Secure and HSTS, its host on which Host header is answered.
	BaseURL *url.URL
	// Portals are the origins that may frame the banner, home first.
	Portals portal.List
	// CookieName and CookieDomain are the choice's; an empty domain means the
	// base URL's host alone.
	CookieName, CookieDomain string
	Registry                 Registry
	Tally                    Tally
	Spool                    Spool
	Observer                 Observer // nil: nothing is counted
	// RateLimit is how many choices one client address may make in RateWindow;
	// 0: no limit.
	RateLimit  int
	RateWindow time.Duration
	// Handle leaves a small link in the portal's corner once the visitor has
	// chosen; without it the kit shows nothing then.
	Handle bool
	// TrustedProxies are the networks whose X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix
	Now            func() time.Time
	Random         io.Reader
	Log            *slog.Logger
}

// site returns what the pages show of the configuration.
func (c Config) site() pages.Site {
	return pages.Site{Host: c.BaseURL.Hostname(), CookieName: c.CookieName, CookieDomain: c.CookieDomain, Handle: c.Handle, Random: c.Random}
}

// secure reports whether the service is reached over https.
func (c Config) secure() bool { return c.BaseURL.Scheme == "https" }

// service answers requests with one content. It does not change after it was
// made, but for its caches.
type service struct {
	config   Config
	pages    *pages.Pages
	versions pages.Versions // of what visitors without a choice see
	document *document
	scopes   *scopes
	texts    *texts
	requests *requests
	answers  *answers
	cookies  *cookies
	recorder *recorder
	limiter  *limiter
}

// newService renders every page that does not depend on a visitor, so that what
// cannot be rendered stops the start, and publishes the content in the registry.
func newService(ctx context.Context, config Config, from *content.Content, limiter *limiter, late *sync.WaitGroup) (*service, error) {
	rendered, err := pages.New(from, config.site())
	if err != nil {
		return nil, err
	}
	published, err := rendered.Publish(ctx, config.Registry, config.Now())
	if err != nil {
		return nil, err
	}
	if published.Unkept != nil {
		config.Log.ErrorContext(ctx, "some texts could not be stored: nothing can be granted on them until the registry takes them", slog.Any("error", published.Unkept))
	}
	s := &service{config: config, pages: rendered, versions: published.Versions, limiter: limiter}
	if s.scopes, err = newScopes(ctx, config); err != nil {
		return nil, err
	}
	if s.document, err = newDocument(s); err != nil {
		return nil, err
	}
	terms := consent.Terms{Purposes: from.Charter.Purposes, Scope: rendered.Scope(), Known: s.scopes.find}
	s.texts = newTexts(config, rendered.Scope())
	s.requests = newRequests(config, rendered, terms)
	s.cookies = newCookies(config, terms)
	s.recorder = &recorder{registry: config.Registry, texts: s.texts, spool: config.Spool, log: config.Log, late: late}
	if s.answers, err = newAnswers(config, rendered, s.requests); err != nil {
		return nil, fmt.Errorf("render the error pages: %w", err)
	}
	return s, nil
}

// handler is a route's handler. It leaves its errors to answers.route, the one
// place where an error becomes a status, a log line and a page.
type handler func(http.ResponseWriter, *http.Request) error
