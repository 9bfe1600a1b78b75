package handlers

import (
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"
)

// accessLog writes one line a request: method, route pattern, status, time
// taken in microseconds, bytes, language. The pattern stands for the path, so that nothing a
// visitor sent is written down: no address, query, cookie, Referer or agent
// (X-16, P-05).
func (s *service) accessLog(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := s.config.Now()
		counted := counter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(&counted, r)
		method, route, took := knownMethod(r.Method), chi.RouteContext(r.Context()).RoutePattern(), s.config.Now().Sub(started)
		s.config.Observer.Answered(method, route, counted.status, took)
		s.config.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
			slog.String("method", method),
			slog.String("route", route),
			slog.Int("status", counted.status),
			// A whole number: slog writes fractions through encoding/json, which takes
			// longer than the rest of the line.
			slog.Int64("us", took.Microseconds()),
			slog.Int("bytes", counted.bytes),
			slog.String("lang", first(w.Header()["Content-Language"])),
		)
	})
}

// counter notes what was answered.
type counter struct {
	http.ResponseWriter
	status, bytes int
	begun         bool
}

func (c *counter) WriteHeader(status int) {
	if !c.begun && status >= http.StatusOK { // before it come hints, and no answer
		c.begun, c.status = true, status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counter) Write(b []byte) (int, error) {
	c.begun = true
	n, err := c.ResponseWriter.Write(b)
	c.bytes += n
	return n, err
}

// Unwrap is for [http.ResponseController].
func (c *counter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// knownMethod keeps made-up methods, which may hold anything, out of the log.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
		http.MethodDelete, http.MethodOptions, http.MethodTrace, http.MethodConnect:
		return method
	}
	return "other"
}
