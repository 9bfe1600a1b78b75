package handlers

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"charte/internal/middleware"
	"charte/internal/pages"
)

// routes returns the handler of all routes, below the base path. files are the assets of
// the current and of the previous content.
func (s *service) routes(files map[string]*pages.Page, base *basePath) http.Handler {
	r := chi.NewRouter()
	route := s.answers.route
	r.Use(
		s.accessLog,               // first, so that it logs the 500 that a panic becomes
		s.answers.securityHeaders, // before any handler that may respond
		s.answers.recoverer,       // answers 500 for a panic in the handlers below
		base.below(r, route(notFound)),
		s.answers.checkHost,       // before anything uses Host
		s.answers.checkHeaderSize, // before anything parses headers
		middleware.HeadAsGet,      // routes HEAD as GET
	)
	r.NotFound(route(notFound))
	r.MethodNotAllowed(route(methodNotAllowed(r)))

	r.Get("/healthz", healthShow)
	r.Get("/readyz", healthShow)
	r.Get("/charter.json", s.document.serve)
	if s.config.BaseURL.Path() == "" { // it describes an origin, at its root only
		r.Get("/.well-known/gpc.json", s.gpcShow())
	}
	r.Get("/static/{hash}/{file}", route(assetShow{s.answers, files}.serve))
	// Natural sizes of the images, in CSS pixels (N is the width of the window):
	//	                 visitor is asked        has decided       nothing may be shown
	//	/embed/width     32000 × 1               handle's width    1 × 1
	//	/embed/height-N  1 × banner's height     handle's height   1 × 1
	// Nothing may be shown on an unlisted page, or after a choice with --handle off.
	r.Get("/embed/{name}", route(s.spacerShow()))
	r.Get("/embed/{name}.svg", route(s.spacerShowSVG()))
	r.Get("/embed.js", s.scriptShow())

	banner := &bannerShow{s}
	part := partShow{banner}
	r.Get("/", route(s.homeShow))
	r.Get("/part", route(part.negotiated))
	r.Get("/{lang}/part", route(part.serve))
	r.Get("/choice", route(banner.negotiated))
	r.Get("/{lang}", route(s.addSlash))
	r.Get("/{lang}/", route((&charterShow{s}).serve))
	r.Get("/{lang}/choice", route(banner.serve))
	r.Post("/{lang}/choice", route(s.choiceCreate()))
	r.Get("/{lang}/receipt", route(s.receiptShow))
	r.Get("/{lang}/accessibility", route(s.accessibilityShow))
	return r
}

// notFound answers paths without a route.
func notFound(http.ResponseWriter, *http.Request) error {
	return fail(http.StatusNotFound, "not_found")
}

// methodNotAllowed sets Allow, which RFC 9110 §15.5.6 requires and chi's default
// handler leaves out.
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
