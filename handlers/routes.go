package handlers

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"charte/internal/middleware"
	"charte/internal/pages"
)

// routes lists everything that the service answers. files are the assets of this
// content and of the one before.
func (s *service) routes(files map[string]*pages.Page) http.Handler {
	r := chi.NewRouter()
	r.Use(
		s.accessLog,               // outermost: a panic that became a 500 is logged as one
		s.answers.securityHeaders, // before anything can answer: every answer has them
		s.answers.recoverer,       // a panic in what follows is a 500 page
		s.answers.checkHost,       // nothing below trusts another Host
		s.answers.checkHeaderSize, // nothing below reads more than it should
		middleware.HeadAsGet,      // HEAD wherever GET is routed
	)
	route := s.answers.route
	r.NotFound(route(notFound))
	r.MethodNotAllowed(route(methodNotAllowed(r)))

	r.Get("/healthz", healthShow)
	r.Get("/readyz", healthShow)
	r.Get("/charter.json", s.document.serve)
	r.Get("/.well-known/gpc.json", s.gpcShow())
	r.Get("/static/{hash}/{file}", route(assetShow{s.answers, files}.serve))
	r.Get("/embed/{name}.svg", route(s.spacerShow()))
	r.Get("/embed.js", s.scriptShow())

	banner := &bannerShow{s}
	r.Get("/", route(s.homeShow))
	r.Get("/choice", route(banner.negotiated))
	r.Get("/{lang}", route(s.addSlash))
	r.Get("/{lang}/", route((&charterShow{s}).serve))
	r.Get("/{lang}/choice", route(banner.serve))
	r.Post("/{lang}/choice", route(s.choiceCreate()))
	r.Get("/{lang}/receipt", route(s.receiptShow))
	r.Get("/{lang}/accessibility", route(s.accessibilityShow))
	return r
}

// notFound answers every path that no route matches.
func notFound(http.ResponseWriter, *http.Request) error {
	return fail(http.StatusNotFound, "not_found")
}

// methodNotAllowed names the methods that the path does answer: chi's own
// answer would leave Allow out (RFC 9110 §15.5.6 asks for it).
func methodNotAllowed(routes chi.Routes) handler {
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
