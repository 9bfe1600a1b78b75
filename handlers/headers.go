package handlers

import (
	"net/http"
	"strings"
)

// securityHeaders sets what every answer carries, whatever its status (X-06,
// A page that may be framed relaxes two of them in allowFraming.
func (s *service) securityHeaders(next http.Handler) http.Handler {
	policy := s.policy("'self'", "'none'")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Frame-Options", "DENY")
		h.Set("X-Content-Type-Options", "nosniff")
		// Never no-referrer: the POST would carry "Origin: null".
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-site")
		h.Set("Cross-Origin-Embedder-Policy", "require-corp")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()")
		if s.secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// policy builds the Content-Security-Policy. form-action lists the portals:
// Chromium applies it to the redirect that follows the POST.
func (s *service) policy(styles, ancestors string) string {
	forms := append([]string{"'self'"}, s.Portals.Origins()...)
	return strings.Join([]string{
		"default-src 'none'",
		"style-src " + styles,
		"img-src 'self'",
		"base-uri 'none'",
		"form-action " + strings.Join(forms, " "),
		"frame-ancestors " + ancestors,
	}, "; ")
}

// allowFraming lets a page be framed by the given ancestors. X-Frame-Options
// goes: it cannot express a list, and browsers that know frame-ancestors ignore it.
func (s *service) allowFraming(w http.ResponseWriter, sheet frameSheet, ancestors string) {
	w.Header().Del("X-Frame-Options")
	w.Header().Set("Content-Security-Policy", s.policy("'self' "+sheet.source, ancestors))
}

// anyAncestor lets the explanation for foreign sites be shown there.
const anyAncestor = "*"

// checkHost answers requests for our own host only. Health checks come
// from machines that know an address and no name.
func (s *service) checkHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		health := r.URL.Path == "/healthz" || r.URL.Path == "/readyz"
		if !health && !strings.EqualFold(r.Host, s.BaseURL.Host) {
			s.showFailure(w, r, failure{status: http.StatusMisdirectedRequest, name: "misdirected"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// maxHeader is how many bytes of headers are taken, in bytes. A sibling host can
// fill a visitor's browser with cookies; such a visitor gets a page that
// says so. Far above this, net/http answers 431 by itself, without a page.
const maxHeader = 32 << 10

// checkHeaderSize refuses requests whose headers are too large.
func (s *service) checkHeaderSize(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		size := len(r.RequestURI)
		for name, values := range r.Header {
			for _, value := range values {
				size += len(name) + len(value)
			}
		}
		if size > maxHeader {
			s.showFailure(w, r, failure{status: http.StatusRequestHeaderFieldsTooLarge, name: "headers_too_large"})
			return
		}
		next.ServeHTTP(w, r)
	})
}
