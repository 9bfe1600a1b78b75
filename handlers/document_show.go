package handlers

import (
	"log/slog"
	"net/http"
	"sync/atomic"

	"charte/internal/pages"
)

// document is /charter.json. It is rebuilt when the registry gains a scope of
// another instance: the script of kit 2 reads there which choices hold.
type document struct {
	service *service
	page    atomic.Pointer[pages.Page]
}

func newDocument(s *service) (*document, error) {
	d := &document{service: s}
	s.scopes.gained = func() {
		if err := d.build(); err != nil {
			s.config.Log.Error("charter.json could not be rebuilt; it lacks the scopes of other instances", slog.Any("error", err))
		}
	}
	return d, d.build()
}

func (d *document) build() error {
	p, err := d.service.pages.Document(d.service.scopes.all(), d.service.versions)
	if err == nil {
		d.page.Store(p)
	}
	return err
}

// serve answers /charter.json. Any site may read it: it contains what the charter
// page shows.
func (d *document) serve(w http.ResponseWriter, r *http.Request) {
	d.service.writeOpen(w, r, d.page.Load(), "no-cache")
}

// gpcShow answers /.well-known/gpc.json: this host honours Global Privacy
// Control (S-03).
func (s *service) gpcShow() http.HandlerFunc {
	gpc := s.pages.GPC()
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		s.answers.writeTagged(w, r, gpc, &pages.Values{})
	}
}

// scriptShow answers /embed.js, the script of kit 2. A portal may pin it by its
// hash, so it can be read from any origin.
func (s *service) scriptShow() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.writeOpen(w, r, s.pages.Assets.Script, "public, max-age=3600")
	}
}

// writeOpen writes a document that any origin may read.
func (s *service) writeOpen(w http.ResponseWriter, r *http.Request, p *pages.Page, caching string) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", caching)
	s.answers.writeTagged(w, r, p, &pages.Values{})
}

// healthShow answers /healthz and /readyz.
func healthShow(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Write([]byte("ok\n"))
}
