package operator

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"strings"

	"charte/internal/message"
	"charte/internal/portal"
)

// guard is middleware that rejects unauthorised requests. With a token, a request must
// carry it; any Host is accepted, so that a proxy can be used. Without a token, the
// Host must be a loopback name. Otherwise another site could read the pages by making
// its name resolve to this address (DNS rebinding).
func (s *service) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case s.Token != "" && !s.hasToken(r):
			w.Header().Set("WWW-Authenticate", `Basic realm="Charte", charset="UTF-8"`)
			s.decline(w, r, http.StatusUnauthorized, message.Of("Send the token (--admin-token) as the password, with any user name, or as a bearer token."))
		case s.Token == "" && !portal.IsLoopback(hostname(r.Host)):
			s.decline(w, r, http.StatusMisdirectedRequest, message.Of("Without --admin-token, only requests to a loopback name such as localhost are answered. Set --admin-token to use a proxy."))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// ownSite is middleware that rejects requests that another site caused.
func (s *service) ownSite(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Sec-Fetch-Site") == "cross-site" {
			s.decline(w, r, http.StatusForbidden, message.Of("Rejected a request from another site. Use the links and forms of the operator's pages."))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// hasToken reports whether the request carries the token. It compares hashes, so that
// the time depends neither on the content nor on the length of the given token.
func (s *service) hasToken(r *http.Request) bool {
	given, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !isBearer {
		_, given, _ = r.BasicAuth()
	}
	want, got := sha256.Sum256([]byte(s.Token)), sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// hostname returns a Host header without the port and the brackets of IPv6.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.Trim(host, "[]")
}

// headers is middleware that sets the security headers of every response (X-06, X-08,
// The pages may not be framed; textFrame relaxes that for the previews.
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

// decline answers with a sentence in the language of the page that was asked for.
func (s *service) decline(w http.ResponseWriter, r *http.Request, status int, why message.Text) {
	lang, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	plain(w, status, s.reports[s.reports.Nearest(lang)].Say(why))
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	w.Write([]byte(text + "\n"))
}
