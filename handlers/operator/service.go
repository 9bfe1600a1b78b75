package operator

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Config is everything that the pages need. Nothing has a silent default.
type Config struct {
	// Token must be brought with each request; empty where only loopback names
	// are answered.
	Token   string
	Metrics prometheus.Gatherer
	Now     func() time.Time
	Log     *slog.Logger
}

type service struct{ Config }

// New builds the pages.
func New(config Config) (http.Handler, error) {
	s := &service{config}
	return s.routes(), nil
}

// routes lists everything that is answered here. Who may not come in learns not
// even what there is.
func (s *service) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(s.headers, s.guard, middleware.GetHead)
	r.Method(http.MethodGet, "/metrics", promhttp.HandlerFor(s.Metrics, promhttp.HandlerOpts{}))
	return r
}
