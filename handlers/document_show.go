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
	d.service.answers.writeOpen(w, r, d.page.Load(), cacheOpen)
}
