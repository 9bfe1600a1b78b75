package handlers

import (
	"net/http"
	"strings"
)

// securityHeaders sets what every answer carries, whatever its status (X-06,
// A page that may be framed relaxes two of them in allowFraming.
func (s *service) securityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for _, g := range s.lines.guards {
			h[g.name] = g.line
		}
		next.ServeHTTP(w, r)
	})
}

func (s *service) guards() []guard {
	guards := []guard{
		{"Content-Security-Policy", []string{s.policy("'self'", "'none'")}},
		{"X-Frame-Options", []string{"DENY"}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		// Never no-referrer: the POST would carry "Origin: null".
		{"Referrer-Policy", []string{"strict-origin-when-cross-origin"}},
		{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
		{"Cross-Origin-Resource-Policy", []string{"same-site"}},
		{"Cross-Origin-Embedder-Policy", []string{"require-corp"}},
		{"Permissions-Policy", []string{"camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"}},
	}
	if s.secure() {
		guards = append(guards, guard{"Strict-Transport-Security", []string{"max-age=31536000"}})
	}
	return guards
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

// allowFraming lets a page be framed as its policy says. X-Frame-Options goes: it
// cannot express a list, and browsers that know frame-ancestors ignore it.
func allowFraming(w http.ResponseWriter, policy []string) {
	h := w.Header()
	delete(h, "X-Frame-Options")
	h["Content-Security-Policy"] = policy
}

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
