package handlers

import (
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/go-chi/chi/v5"

	"charte/internal/portal"
)

// basePath takes the path of the public address off the requests, so that routes and
// handlers see the paths of routes.go. It answers 404 outside that path.
type basePath struct {
	base portal.Base
	log  *slog.Logger
	warn sync.Once
}

// below is middleware in front of routes.
func (b *basePath) below(routes chi.Routes, outside http.Handler) func(http.Handler) http.Handler {
	if b.base.Path() == "" {
		return func(next http.Handler) http.Handler { return next }
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			inner, within := b.inner(r)
			switch {
			case !within:
				b.explain(r, routes)
				outside.ServeHTTP(w, r)
			case inner.URL.Path == "":
				w.Header().Set("Location", withQuery(b.base.At("/"), r))
				w.WriteHeader(http.StatusMovedPermanently)
			default:
				next.ServeHTTP(w, inner)
			}
		})
	}
}

// inner returns the request with the rest of its path, which starts with "/" or is
// empty, and whether the path is below the base path. A path whose base is
// percent-encoded is outside.
func (b *basePath) inner(r *http.Request) (inner *http.Request, within bool) {
	rest, within := strings.CutPrefix(r.URL.Path, b.base.Path())
	raw, rawWithin := strings.CutPrefix(r.URL.RawPath, b.base.Path())
	if !within || r.URL.RawPath != "" && !rawWithin || rest != "" && rest[0] != '/' {
		return nil, false
	}
	inner, address := new(http.Request), new(url.URL)
	*inner, *address = *r, *r.URL
	address.Path, address.RawPath = rest, raw
	inner.URL = address
	return inner, true
}

// explain logs once that a proxy probably removes the base path, if a request outside it
// would fit a route.
func (b *basePath) explain(r *http.Request, routes chi.Routes) {
	context := chi.NewRouteContext()
	if !routes.Match(context, http.MethodGet, r.URL.Path) || slices.Contains(unspecific, context.RoutePattern()) {
		return
	}
	b.warn.Do(func() {
		b.log.Warn("a request arrived without the path of --base-url and was answered with 404: if a proxy takes the path off, make it pass the address unchanged (nginx: proxy_pass without anything after the port)",
			slog.String("base-url", b.base.String()))
	})
}

// unspecific are the patterns of routes that requests for other sites fit too.
var unspecific = []string{"/", "/{lang}", "/healthz", "/readyz"}

// withQuery returns an address of the service with the query of the request.
func withQuery(address string, r *http.Request) string {
	if r.URL.RawQuery == "" {
		return address
	}
	return address + "?" + r.URL.RawQuery
}
