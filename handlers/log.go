package handlers

import (
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"
)

// accessLog logs one line per request: method, route pattern, status, duration in
// microseconds, bytes and language. It logs the pattern in place of the path, and no
// address, query, cookie, Referer or User-Agent, so that nothing a visitor sent is
// logged (X-16, P-05).
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
			// An integer, because slog formats floats with encoding/json, which takes
			// longer than the rest of the line.
			slog.Int64("us", took.Microseconds()),
			slog.Int("bytes", counted.bytes),
			slog.String("lang", first(w.Header()["Content-Language"])),
		)
	})
}

// counter records the status and the size of a response.
type counter struct {
	http.ResponseWriter
	status, bytes int
	begun         bool
}

func (c *counter) WriteHeader(status int) {
	if !c.begun && status >= http.StatusOK { // 1xx responses precede the final one
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

// Unwrap supports [http.ResponseController].
func (c *counter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// knownMethod returns the method if it is a standard one, else "other", because a
// client can send any text as the method.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
		http.MethodDelete, http.MethodOptions, http.MethodTrace, http.MethodConnect:
		return method
	}
	return "other"
}
