package middleware

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

// HeadAsGet routes HEAD as GET: no route handles HEAD itself, and net/http omits the
// body. chi's GetHead does the same, but its package imports net/http/pprof: half a
// megabyte, and profiling pages in the default mux.
func HeadAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			chi.RouteContext(r.Context()).RouteMethod = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}
