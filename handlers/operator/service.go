package operator

import (
	"context"
	"errors"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/i18n"
	"charte/internal/kit"
	"charte/internal/message"
	"charte/internal/middleware"
	"charte/internal/pages"
	"charte/locales"
)

// Registry is what the pages read of the registry.
type Registry interface {
	Totals(ctx context.Context, from, to time.Time) ([]consent.Total, error)
	Texts(context.Context) ([]string, error)
	Text(ctx context.Context, hash string) (consent.Text, error)
	Scopes(context.Context) ([]consent.Scope, error)
	History(context.Context) ([]consent.Period, error)
	Verify(context.Context, func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error) error
	Records(ctx context.Context, from int64) iter.Seq2[consent.Record, error]
	// Present fails if what is read is no longer the registry that is written to.
	Present() error
}

// Served is what visitors are served at the moment.
type Served struct {
	*content.Content
	State content.State
	// Faults are those of what is served, which did not stop the service.
	Faults []check.Told
	// Versions are the text versions that visitors without a choice see.
	Versions pages.Versions
}

// Config is everything that the pages need. Nothing has a silent default.
type Config struct {
	// Token must be brought with each request; empty where only loopback names
	// are answered.
	Token    string
	Registry Registry
	Metrics  prometheus.Gatherer
	Served   func() Served
	// BaseURL is the public address, Portals the origins of the portals,
	// CookieDomain that of the choice's cookie.
	BaseURL      *url.URL
	Portals      []string
	CookieDomain string
	// Kit is what the kits are made of, in a language.
	Kit func(Served, *i18n.Words) (kit.Portal, error)
	// Check looks for what is wrong with charter and settings.
	Check func(context.Context) (check.Report, error)
	// Strangers is how many visitors brought a choice of another charter since the
	// start.
	Strangers func() int64
	// Failing reports whether the last write to the registry failed; Spool returns
	// how many refusals and withdrawals wait to be recorded, and how many never
	// will be.
	Failing func() bool
	Spool   func() (waiting, lost int64)
	// Dossier writes the file for an authority; nil: it is not offered here.
	Dossier func(context.Context, io.Writer) error
	Now     func() time.Time
	Log     *slog.Logger
}

type service struct {
	Config
	texts   *texts
	reports message.Catalog // the words of check's findings
	making  sync.Mutex      // held while a dossier is made
}

// New builds the pages.
func New(config Config) (http.Handler, error) {
	reports, err := message.Load(locales.Operator)
	if err != nil {
		return nil, err
	}
	s := &service{Config: config, texts: newTexts(config.Registry), reports: reports}
	return s.routes(), nil
}

// routes lists everything that is answered here. Who may not come in learns not
// even what there is.
func (s *service) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(s.headers, middleware.Recover(s.Log, failed), s.guard, middleware.HeadAsGet)
	r.Method(http.MethodGet, "/metrics", promhttp.HandlerFor(s.Metrics, promhttp.HandlerOpts{}))
	r.Get("/static/operator.css", s.page(s.sheet))
	r.Get("/static/icon.svg", s.page(s.icon))
	r.Get("/text/{hash}", s.page(s.textFrame))

	r.Get("/", s.page(s.home))
	r.Get("/{lang}/", s.page(s.overview))
	r.Get("/{lang}/figures/{name}.csv", s.page(s.figuresCSV))
	r.Get("/{lang}/versions", s.page(s.versions))
	r.Get("/{lang}/versions/{hash}", s.page(s.text))
	r.Get("/{lang}/versions/{old}/{new}", s.page(s.difference))
	r.Get("/{lang}/health", s.page(s.health))
	r.Get("/{lang}/dossier", s.page(s.dossier))
	r.Get("/{lang}/kits", s.page(s.kits))
	r.Get("/{lang}/test", s.page(s.test))
	return r
}

// errNoSuchPage is answered with 404.
var errNoSuchPage = errors.New("there is no such page")

// page turns a handler that leaves its errors into one of net/http: the one place
// where they become a status and a log line.
func (s *service) page(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		switch {
		case err == nil:
		case errors.Is(err, errNoSuchPage), errors.Is(err, consent.ErrNotFound):
			plain(w, http.StatusNotFound, "There is no such page.")
		default:
			s.Log.ErrorContext(r.Context(), "an operator's page failed", slog.Any("error", err))
			failed(w, r)
		}
	}
}

// failed answers with 500. The cause is in the log.
func failed(w http.ResponseWriter, _ *http.Request) {
	plain(w, http.StatusInternalServerError, "This page could not be made; the log says why.")
}
