package handlers

import (
	"log/slog"
	"net/http"
	"sync/atomic"

	"charte/internal/pages"
)

// document is /charter.json. It lists the scopes under which a choice is valid, for
// the script of kit 2, so it is rebuilt when another instance adds a scope.
type document struct {
	service *service
	page    atomic.Pointer[pages.Page]
}

func newDocument(s *service) (*document, error) {
	d := &document{service: s}
	s.scopes.onAdd = func() {
		if err := d.build(); err != nil {
			s.config.Log.Error("could not rebuild charter.json: it lacks the scopes of other instances; restart to rebuild it", slog.Any("error", err))
		}
	}
	return d, d.build()
}

func (d *document) build() error {
	p, err := d.service.pages.Document(d.service.scopes.all(), d.service.scopes.covered, d.service.versions)
	if err == nil {
		d.page.Store(p)
	}
	return err
}

// serve answers /charter.json. Any site may read it, because it contains only what
// the public charter page shows.
func (d *document) serve(w http.ResponseWriter, r *http.Request) {
	d.service.writeOpen(w, r, d.page.Load(), cacheOpen)
}

// gpcShow answers /.well-known/gpc.json, which declares that this host honours
// Global Privacy Control (S-03).
func (s *service) gpcShow() http.HandlerFunc {
	gpc := s.pages.GPC()
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", cacheOpen)
		s.answers.writeTagged(w, r, gpc, &pages.Values{})
	}
}

// scriptShow answers /embed.js, the script of kit 2. Any origin may read it, which
// browsers require when a portal pins it with an integrity attribute.
func (s *service) scriptShow() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.writeOpen(w, r, s.pages.Assets.Script, cacheHour)
	}
}

// writeOpen writes a document that any origin may read, with its date: the script of
// kit 2 takes the day from it.
func (s *service) writeOpen(w http.ResponseWriter, r *http.Request, p *pages.Page, caching string) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Date")
	h.Set("Cache-Control", caching)
	s.answers.writeTagged(w, r, p, &pages.Values{})
}

// healthShow answers /healthz and /readyz with 200 while the process serves.
func healthShow(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Write([]byte("ok\n"))
}
