package handlers

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/i18n"
	"charte/internal/portal"
	"charte/internal/theme"
)

// Registry is what the pages need of the registry.
type Registry interface {
	Append(context.Context, consent.Entry) (consent.Record, error)
	KeepText(context.Context, consent.Text) error
	Text(ctx context.Context, hash string) (consent.Text, error)
	KeepScope(context.Context, consent.Scope) error
	Scopes(context.Context) ([]consent.Scope, error)
	Receipt(ctx context.Context, id string) ([]consent.Record, error)
	Note(ctx context.Context, name, value string, now time.Time) error
}

// Tally counts the banners that were served to visitors who are asked; again: who
// had chosen before the scope grew.
type Tally interface {
	Add(language, text string, again bool)
}

// Config is everything that the service needs. The caller sets every field, except
// those whose comment gives a meaning to the zero value.
type Config struct {
	// BaseURL is the public address, without a path. Its scheme decides on
	// Secure and HSTS, its host on which Host header is answered.
	BaseURL *url.URL
	// Portals are the origins that may frame the banner, home first.
	Portals portal.List
	// CookieName and CookieDomain are the choice's; an empty domain means the
	// base URL's host alone.
	CookieName, CookieDomain string
	Charters                 *charter.Charter
	Catalog                  *i18n.Catalog
	Registry                 Registry
	Tally                    Tally
	Spool                    Spool
	Observer                 Observer // nil: nothing is counted
	// Static holds the style sheets and the icon; Theme is CSS put behind them.
	Static fs.FS
	Theme  []byte
	// Logo is the operator's, shown on the charter page; nil: the name alone.
	Logo *theme.Logo
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

// service answers requests. It does not change after New, but for its caches.
type service struct {
	Config
	words   map[string]*i18n.Words
	terms   consent.Terms
	scopes  *scopes
	asked   []consent.Purpose
	origins []string // our own, then the portals'
	twins   []string // Set-Cookie lines, see endTwins
	assets  assets
	pages   *pages
	lines   lines
	buffers buffers
	texts   *memo[string, shown]
	days    *memo[dated, [2][]byte]
	wishes  *memo[wish, string]
	spacers map[charter.Size]*spacer
	// verdicts are those of this charter: another one has another service.
	verdicts *memo[presented, judged]
	// asksToday says that some purpose needs consent today.
	asksToday bool
	errors    map[string]map[string]*page // language -> name
	limiter   *limiter
	late      *sync.WaitGroup
	origin    *http.CrossOriginProtection
	document  charterDocument
	json      atomic.Pointer[page]                  // document as it is sent
	shown     map[string]map[consent.Surface]string // language -> surface -> text version
	gpc       *page
	script    *page
}

// newService builds the service: every page that does not depend on a visitor is
// rendered here, so that what cannot be rendered stops the start.
func newService(ctx context.Context, config Config, limiter *limiter) (*service, error) {
	s := &service{
		Config: config, limiter: limiter, origin: http.NewCrossOriginProtection(),
		texts: newMemo[string, shown](textsKept, nil), days: newMemo[dated, [2][]byte](datesKept, nil), wishes: newWishes(),
		verdicts: newVerdicts(),
	}
	if s.Observer == nil {
		s.Observer = nobody{}
	}
	var err error
	if s.Catalog, err = config.Catalog.Only(config.Charters.Languages); err != nil {
		return nil, err
	}
	s.words = map[string]*i18n.Words{}
	for _, code := range s.Catalog.Languages() {
		s.words[code] = s.Catalog.Words(code)
	}
	if s.assets, err = newAssets(config.Static, config.Theme, config.Logo); err != nil {
		return nil, err
	}
	if err := s.learnScopes(ctx); err != nil {
		return nil, err
	}
	if s.pages, err = newPages(config.Random); err != nil {
		return nil, err
	}
	s.origins = append([]string{s.BaseURL.String()}, s.Portals.Origins()...)
	s.lines, s.spacers, s.twins = s.newLines(), s.newSpacers(), s.twinLines()
	if s.errors, err = s.renderErrors(); err != nil {
		return nil, err
	}
	if err := s.describe(ctx); err != nil {
		return nil, err
	}
	if err := s.noteInForce(ctx, s.shown); err != nil {
		return nil, err
	}
	return s, nil
}

// learnScopes keeps the current scope and learns those of earlier charters: a
// choice made under one of them may still hold.
func (s *service) learnScopes(ctx context.Context) error {
	current := consent.NewScope(s.Charters.Purposes)
	if err := s.Registry.KeepScope(ctx, current); err != nil {
		return fmt.Errorf("keep the charter's scope: %w", err)
	}
	var err error
	if s.scopes, err = newScopes(ctx, s.Config); err != nil {
		return err
	}
	s.scopes.gained = s.describeAgain
	s.terms = consent.Terms{
		Purposes: s.Charters.Purposes,
		Scope:    current,
		Known:    s.scopes.find,
	}
	s.asked, s.asksToday = consent.Asked(s.Charters.Purposes), !consent.NothingToAsk(s.Charters.Purposes)
	return nil
}

// secure says that the service is reached over https.
func (s *service) secure() bool { return s.BaseURL.Scheme == "https" }
