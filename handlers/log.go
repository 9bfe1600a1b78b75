package handlers

import (
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// accessLog writes one line a request: method, route pattern, status, time
// taken, bytes, language. The pattern stands for the path, so that nothing a
// visitor sent is written down: no address, query, cookie, Referer or agent
// (X-16, P-05).
func (s *service) accessLog(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := s.Now()
		counted := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		next.ServeHTTP(counted, r)
		s.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
			slog.String("method", knownMethod(r.Method)),
			slog.String("route", chi.RouteContext(r.Context()).RoutePattern()),
			slog.Int("status", counted.Status()),
			slog.Float64("ms", float64(s.Now().Sub(started).Microseconds())/1000),
			slog.Int("bytes", counted.BytesWritten()),
			slog.String("lang", counted.Header().Get("Content-Language")),
		)
	})
}

// knownMethod keeps made-up methods, which may hold anything, out of the log.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
		http.MethodDelete, http.MethodOptions, http.MethodTrace, http.MethodConnect:
		return method
	}
	return "other"
}
