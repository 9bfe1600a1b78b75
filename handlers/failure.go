package handlers

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"charte/internal/recovery"
	"charte/views"
)

// handler is a handler that leaves its errors to service.page.
type handler func(http.ResponseWriter, *http.Request) error

// failure is an error that a visitor may see: a status, and the name of the
// texts that explain it. What caused it stays inside.
type failure struct {
	status int
	name   string
	cause  error
}

func fail(status int, name string) error { return failure{status: status, name: name} }

func (f failure) Error() string {
	if f.cause != nil {
		return fmt.Sprintf("%s: %v", f.name, f.cause)
	}
	return f.name
}

func (f failure) Unwrap() error { return f.cause }

// failures lists every error page there is.
var failures = map[string]int{
	"bad_request":            http.StatusBadRequest,
	"forbidden":              http.StatusForbidden,
	"sandboxed":              http.StatusForbidden,
	"unproven":               http.StatusForbidden,
	"not_found":              http.StatusNotFound,
	"method_not_allowed":     http.StatusMethodNotAllowed,
	"too_large":              http.StatusRequestEntityTooLarge,
	"unsupported_media_type": http.StatusUnsupportedMediaType,
	"misdirected":            http.StatusMisdirectedRequest,
	"headers_too_large":      http.StatusRequestHeaderFieldsTooLarge,
	"internal":               http.StatusInternalServerError,
	"unavailable":            http.StatusServiceUnavailable,
}

// renderErrors makes the error pages ready before the first request: the page
// for "something broke" must not depend on anything that can break.
func (s *service) renderErrors() (map[string]map[string]*page, error) {
	all := map[string]map[string]*page{}
	for _, code := range s.Catalog.Languages() {
		all[code] = map[string]*page{}
		for name, status := range failures {
			pieces, err := s.pages.render(views.Error(views.ErrorPage{
				Page:    s.view(code, nil),
				Status:  status,
				Name:    name,
				Charter: safe("/" + code + "/"),
			}))
			if err != nil {
				return nil, fmt.Errorf("render the error page %s in %s: %w", name, code, err)
			}
			all[code][name] = pieces.page(values{})
		}
	}
	return all, nil
}

// page turns a handler into an http.HandlerFunc. It is the one place where an
// error becomes a status, a log line and a page.
func (s *service) page(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		if err == nil {
			return
		}
		f := failure{status: http.StatusInternalServerError, name: "internal", cause: err}
		errors.As(err, &f)
		if f.cause != nil {
			s.Log.ErrorContext(r.Context(), "request failed", slog.Any("error", f.cause))
		}
		s.showFailure(w, r, f)
	}
}

func (s *service) showFailure(w http.ResponseWriter, r *http.Request, f failure) {
	code, err := s.language(r)
	if err != nil {
		code = s.negotiate(w, r)
	}
	p := s.errors[code][f.name]
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Language", code)
	s.write(w, r, f.status, p, &values{})
}

// recoverer turns a panic into the 500 page.
func (s *service) recoverer(next http.Handler) http.Handler {
	return recovery.Middleware(s.Log, func(w http.ResponseWriter, r *http.Request) {
		s.showFailure(w, r, failure{status: http.StatusInternalServerError, name: "internal"})
	})(next)
}
