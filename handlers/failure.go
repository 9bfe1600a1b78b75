package handlers

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"charte/internal/middleware"
	"charte/internal/pages"
)

// failure is an error with a page for visitors: a status and the name of the
// page's texts. The cause is logged and never shown.
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

// failures maps the name of every error page to its status.
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

// renderFailures renders the error pages before the first request, so that showing
// one cannot fail. They are indexed by language and name.
func renderFailures(p *pages.Pages) (map[string]map[string]*pages.Page, error) {
	all := map[string]map[string]*pages.Page{}
	for _, lang := range p.Content().Charter.Languages {
		all[lang] = map[string]*pages.Page{}
		for name, status := range failures {
			page, err := p.Error(lang, name, status)
			if err != nil {
				return nil, fmt.Errorf("%s in %s: %w", name, lang, err)
			}
			all[lang][name] = page
		}
	}
	return all, nil
}

// route adapts a handler to net/http. It is the only place that turns an error into
// a status, a log line and a page.
func (a *answers) route(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		if err == nil {
			return
		}
		f := failure{status: http.StatusInternalServerError, name: "internal", cause: err}
		errors.As(err, &f)
		if f.cause != nil {
			a.log.ErrorContext(r.Context(), "request failed", slog.Any("error", f.cause))
		}
		a.showFailure(w, r, f)
	}
}

func (a *answers) showFailure(w http.ResponseWriter, r *http.Request, f failure) {
	lang := a.requests.anyLanguage(w, r)
	w.Header().Set("Cache-Control", cacheNever)
	w.Header().Set("Content-Language", lang)
	hide(w)
	a.write(w, r, f.status, a.failed[lang][f.name], &pages.Values{})
}

// recoverer turns a panic into the 500 page.
func (a *answers) recoverer(next http.Handler) http.Handler {
	return middleware.Recover(a.log, func(w http.ResponseWriter, r *http.Request) {
		a.showFailure(w, r, failure{status: http.StatusInternalServerError, name: "internal"})
	})(next)
}
