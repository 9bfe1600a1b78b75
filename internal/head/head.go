// Package head answers HEAD wherever GET is routed. chi's own middleware does
// the same, in a package that brings in net/http/pprof: half a megabyte of
// program, and profiling pages in the default mux, for six lines. It may import
// chi.
package head

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

// AsGet routes HEAD as GET: no route has a HEAD of its own, and net/http leaves
// the body out.
func AsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			chi.RouteContext(r.Context()).RouteMethod = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}
