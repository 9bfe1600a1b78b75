package middleware

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

// HeadAsGet routes HEAD as GET: no route has a HEAD of its own, and net/http leaves
// the body out. chi's own middleware does the same, in a package that imports
// net/http/pprof: half a megabyte of program, and profiling pages in the default
// mux.
func HeadAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			chi.RouteContext(r.Context()).RouteMethod = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}
