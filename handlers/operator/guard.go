package operator

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"strings"

	"charte/internal/portal"
)

// guard lets in who may see the pages. Without a token that is whoever can reach
// a loopback address, under a loopback name only: a page of another site that had
// its own name point here (DNS rebinding) is refused. With a token, it is whoever
// brings it, under any name: a proxy may stand before it.
func (s *service) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case s.Token != "" && !s.admits(r):
			w.Header().Set("WWW-Authenticate", `Basic realm="Charte", charset="UTF-8"`)
			plain(w, http.StatusUnauthorized, "Give the token (--admin-token) as the password, with any user name, or as a bearer token.")
		case s.Token == "" && !portal.IsLoopback(hostname(r.Host)):
			plain(w, http.StatusMisdirectedRequest, "This address answers to loopback names only, such as localhost. Behind a proxy, set --admin-token.")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// admits compares in constant time, whatever the length of what was brought.
func (s *service) admits(r *http.Request) bool {
	brought, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !isBearer {
		_, brought, _ = r.BasicAuth()
	}
	want, got := sha256.Sum256([]byte(s.Token)), sha256.Sum256([]byte(brought))
	return subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// hostname takes the port off a Host header.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.Trim(host, "[]")
}

// headers sets what every answer carries, as on the public pages (X-06, X-08,
// Nothing here may be framed but by itself: the preview is.
func (s *service) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("X-Frame-Options", "DENY")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	w.Write([]byte(text + "\n"))
}
