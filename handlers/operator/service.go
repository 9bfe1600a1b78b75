package operator

import (
	"context"
	"errors"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/csv"
	"charte/internal/i18n"
	"charte/internal/kit"
	"charte/internal/message"
	"charte/internal/middleware"
	"charte/internal/pages"
	"charte/internal/portal"
	"charte/locales"
)

// Registry lists the methods of the registry that the operator's pages use.
type Registry interface {
	Totals(ctx context.Context, from, to time.Time) ([]consent.Total, error)
	Texts(context.Context) ([]string, error)
	Text(ctx context.Context, hash string) (consent.Text, error)
	Scopes(context.Context) ([]consent.Scope, error)
	History(context.Context) ([]consent.Period, error)
	Verify(context.Context, func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error) error
	Records(ctx context.Context, from int64) iter.Seq2[consent.Record, error]
	Receipt(ctx context.Context, id string) ([]consent.Record, error)
	// Present returns an error if the database was removed or replaced.
	Present() error
}

// Served is the content that visitors are served now.
type Served struct {
	*content.Content
	State content.State
	// Faults lists the faults of the served content that did not prevent serving it.
	Faults []check.Reported
	// Versions contains the text versions for visitors without a choice.
	Versions pages.Versions
	// Pages renders the content.
	Pages *pages.Pages
}

// Config configures the operator's pages. Every field is required unless its comment
// describes the zero value.
type Config struct {
	// Token must be sent with each request. If it is empty, only requests to loopback
	// names are answered.
	Token    string
	Registry Registry
	Metrics  prometheus.Gatherer
	Served   func() Served
	// BaseURL is the public address, Portals the origins of the portals, CookieDomain
	// the domain of the choice's cookie.
	BaseURL      portal.Base
	Portals      []string
	CookieDomain string
	// Kit returns the data from which the kits are built, in a language.
	Kit func(Served, *i18n.Words) (kit.Portal, error)
	// Check runs the check rules over charter and settings.
	Check func(context.Context) (check.Report, error)
	// Arrived returns how proxies changed the headers of the service's answers.
	Arrived func(context.Context) []check.Reported
	// Strangers returns the number of banners served since the start to visitors with
	// a choice of another charter.
	Strangers func() int64
	// Failing reports whether the last write to the registry failed. Spool returns the
	// number of refusals and withdrawals still to be recorded, and of those lost.
	Failing func() bool
	Spool   func() (waiting, lost int64)
	// Dossier writes the dossier for an authority, its CSV files in a format. If it is
	// nil, there is no route for it.
	Dossier func(context.Context, csv.Format, io.Writer) error
	// Pictures reports whether that dossier has pictures of the texts.
	Pictures func() Pictures
	// Draft examines the content as a draft: the report of check and, if a running
	// service was named, what would change there in a language of the charter. If it is
	// nil, there is no page of the draft.
	Draft func(ctx context.Context, served Served, language string) (check.Report, *Comparison, error)
	// Retention is the number of months for which a record is stored; zero: without limit.
	Retention int
	Now       func() time.Time
	Log       *slog.Logger
}

// Pictures reports whether a dossier that is made by the service has pictures.
type Pictures struct {
	// Lack is [NoBrowser] or [Confined]; empty: it has pictures.
	Lack Lack
	// Command creates a dossier with pictures.
	Command string
}

// Lack is the reason why a dossier has no pictures.
type Lack string

// The reasons; the operator's pages have a text for each.
const (
	NoBrowser Lack = "no_browser" // no Chromium is installed
	Confined  Lack = "confined"   // the service may not start a browser
)

type service struct {
	Config
	texts   *texts
	reports message.Catalog // translations of check's findings

	dossierLock sync.Mutex // held while a dossier is created
}

// New returns the handler of the operator's pages.
func New(config Config) (http.Handler, error) {
	reports, err := message.Load(locales.Operator)
	if err != nil {
		return nil, err
	}
	s := &service{Config: config, texts: newTexts(config.Registry), reports: reports}
	return s.routes(), nil
}

// routes returns the handler of all routes. guard runs before routing, so that an
// unauthorised client cannot find out which paths exist.
func (s *service) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(s.headers, middleware.Recover(s.Log, s.failed), s.guard, middleware.HeadAsGet)
	r.Method(http.MethodGet, "/metrics", promhttp.HandlerFor(s.Metrics, promhttp.HandlerOpts{}))
	r.Get("/static/operator.css", s.route(s.sheet))
	r.Get("/static/icon.svg", s.route(s.icon))
	r.Get("/text/{hash}", s.route(s.textFrame))
	r.Get("/fragment/{lang}", s.route(s.fragmentFrame))

	r.Get("/", s.route(s.home))
	r.Get("/{lang}/", s.route(s.overview))
	r.Get("/{lang}/figures/{name}.csv", s.route(s.figuresCSV))
	r.Get("/{lang}/versions", s.route(s.versions))
	r.Get("/{lang}/versions/{hash}", s.route(s.text))
	r.Get("/{lang}/versions/{old}/{new}", s.route(s.difference))
	r.Get("/{lang}/proof", s.route(s.proofShow))
	r.With(s.ownSite).Post("/{lang}/proof", s.route(s.receiptFind))
	r.With(s.ownSite).Post("/{lang}/letter", s.route(s.letterShow))
	r.Get("/{lang}/health", s.route(s.health))
	r.With(s.ownSite).Get("/{lang}/dossier", s.route(s.dossier))
	r.Get("/{lang}/kits", s.route(s.kits))
	r.Get("/{lang}/test", s.route(s.selfTest))
	if s.Draft != nil {
		r.Get("/{lang}/draft", s.route(s.draft))
		r.Get("/draft/{lang}/{part}", s.route(s.draftFrame))
	}
	return r
}

// errNoSuchPage results in a 404.
var errNoSuchPage = errors.New("there is no such page")

// route adapts a handler that returns an error to net/http. It is the only place that
// turns an error into a status and a log line.
func (s *service) route(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		switch {
		case err == nil:
		case errors.Is(err, errNoSuchPage), errors.Is(err, consent.ErrNotFound):
			s.decline(w, r, http.StatusNotFound, message.Of("There is no such page. The operator's pages begin at /."))
		default:
			s.Log.ErrorContext(r.Context(), "could not answer a request for an operator's page", slog.Any("error", err))
			s.failed(w, r)
		}
	}
}

// failed answers 500 without the cause, which is logged.
func (s *service) failed(w http.ResponseWriter, r *http.Request) {
	s.decline(w, r, http.StatusInternalServerError, message.Of("Could not create this page. The log of charte contains the reason; if a record or a text was changed, charte verify names it."))
}
