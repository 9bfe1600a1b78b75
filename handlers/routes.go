package handlers

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"charte/internal/head"
)

// routes lists everything that the service answers.
func (s *service) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(
		s.accessLog,       // outermost: a panic that became a 500 is logged as one
		s.securityHeaders, // before anything can answer: every answer has them
		s.recoverer,       // a panic in what follows is a 500 page
		s.checkHost,       // nothing below trusts another Host
		s.checkHeaderSize, // nothing below reads more than it should
		head.AsGet,        // HEAD wherever GET is routed
	)
	r.NotFound(s.page(s.notFound))
	r.MethodNotAllowed(s.page(s.methodNotAllowed(r)))

	r.Get("/healthz", s.healthz)
	r.Get("/readyz", s.healthz)
	r.Get("/charter.json", s.charterJSON)
	r.Get("/.well-known/gpc.json", s.gpcJSON)
	r.Get("/static/{hash}/{file}", s.page(s.static))
	r.Get("/embed/{name}.svg", s.page(s.embedShow))
	r.Get("/embed.js", s.page(s.embedScript))

	r.Get("/", s.page(s.home))
	r.Get("/choice", s.page(s.bannerNegotiated))
	r.Get("/{lang}", s.page(s.addSlash))
	r.Get("/{lang}/", s.page(s.charterShow))
	r.Get("/{lang}/choice", s.page(s.bannerShow))
	r.Post("/{lang}/choice", s.page(s.choiceCreate))
	r.Get("/{lang}/receipt", s.page(s.receiptShow))
	r.Get("/{lang}/accessibility", s.page(s.accessibilityShow))
	return r
}

// notFound answers every path that no route knows.
func (s *service) notFound(http.ResponseWriter, *http.Request) error {
	return fail(http.StatusNotFound, "not_found")
}

// methodNotAllowed names the methods that the path does answer: chi's own
// answer would leave Allow out (RFC 9110 §15.5.6 asks for it).
func (s *service) methodNotAllowed(routes chi.Routes) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			if routes.Match(chi.NewRouteContext(), method, r.URL.Path) {
				allowed = append(allowed, method)
				if method == http.MethodGet {
					allowed = append(allowed, http.MethodHead)
				}
			}
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		return fail(http.StatusMethodNotAllowed, "method_not_allowed")
	}
}

// addSlash sends /fr to /fr/, keeping the query.
func (s *service) addSlash(w http.ResponseWriter, r *http.Request) error {
	code, err := s.language(r)
	if err != nil {
		return err
	}
	target := "/" + code + "/"
	if r.URL.RawQuery != "" {
		target += "?" + r.URL.RawQuery
	}
	w.Header().Set("Location", target)
	w.WriteHeader(http.StatusMovedPermanently)
	return nil
}

func (s *service) healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Write([]byte("ok\n"))
}
