package handlers

import (
	"net/http"
	"strings"

	"charte/internal/pages"
)

// headers are header values that many answers share. They are put into the
// header as they are, so nothing may change them.
type headers struct {
	private, noStore, gzip []string // Cache-Control, Content-Encoding
	language               map[string][]string
	// security are the headers that every answer carries.
	security []header
	// banner, handle and foreign are the policies of pages that may be framed;
	// again is that of the banner shown as a page of its own.
	banner, handle, foreign, again []string
	// What pages and frames depend on, set at once; vary would add the names one
	// by one.
	varyPage, varyFrame, varyChoice, varySpacer []string
	svg                                         []string // Content-Type of the spacer images
}

type header struct {
	name  string // canonical
	value []string
}

func newHeaders(c Config, p *pages.Pages) headers {
	portals := c.Portals.Origins()
	frame := func(sheet pages.FrameSheet, ancestors ...string) []string {
		return []string{policy(portals, "'self' "+sheet.Source, ancestors...)}
	}
	h := headers{
		private: []string{"private, no-cache"}, noStore: []string{"no-store"}, gzip: []string{"gzip"},
		language: map[string][]string{},
		security: securityHeaders(c),
		banner:   frame(p.Assets.Banner, portals...), handle: frame(p.Assets.Handle, portals...),
		foreign:    frame(p.Assets.Banner, "*"), // explains, wherever it is shown
		again:      frame(p.Assets.Banner, "'none'"),
		varyPage:   []string{"Cookie, Referer, Sec-GPC, Accept-Encoding"},
		varyFrame:  []string{"Cookie, Referer, Sec-GPC, Sec-Fetch-Dest, Sec-Fetch-Site, Sec-Fetch-Storage-Access, Accept-Encoding"},
		varyChoice: []string{"Cookie, Referer, Accept-Language, Sec-GPC, Sec-Fetch-Dest, Sec-Fetch-Site, Sec-Fetch-Storage-Access, Accept-Encoding"},
		varySpacer: []string{"Cookie, Referer, Sec-GPC, Sec-Fetch-Site, Sec-Fetch-Storage-Access"},
		svg:        []string{"image/svg+xml"},
	}
	for _, lang := range p.Content().Charter.Languages {
		h.language[lang] = []string{lang}
	}
	return h
}

// securityHeaders returns what every answer carries, whatever its status (X-06,
// A page that may be framed relaxes two of them in allowFraming.
func securityHeaders(c Config) []header {
	all := []header{
		{"Content-Security-Policy", []string{policy(c.Portals.Origins(), "'self'", "'none'")}},
		{"X-Frame-Options", []string{"DENY"}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		// Never no-referrer: the POST would carry "Origin: null".
		{"Referrer-Policy", []string{"strict-origin-when-cross-origin"}},
		{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
		{"Cross-Origin-Resource-Policy", []string{"same-site"}},
		{"Cross-Origin-Embedder-Policy", []string{"require-corp"}},
		{"Permissions-Policy", []string{"camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"}},
	}
	if c.secure() {
		all = append(all, header{"Strict-Transport-Security", []string{"max-age=31536000"}})
	}
	return all
}

// policy returns a Content-Security-Policy. form-action lists the portals:
// Chromium applies it to the redirect that follows the POST.
func policy(portals []string, styles string, ancestors ...string) string {
	return strings.Join([]string{
		"default-src 'none'",
		"style-src " + styles,
		"img-src 'self'",
		"base-uri 'none'",
		"form-action " + strings.Join(append([]string{"'self'"}, portals...), " "),
		"frame-ancestors " + strings.Join(ancestors, " "),
	}, "; ")
}

// allowFraming lets a page be framed as its policy says. X-Frame-Options is
// removed: it cannot express a list, and browsers that know frame-ancestors
// ignore it.
func allowFraming(w http.ResponseWriter, policy []string) {
	h := w.Header()
	delete(h, "X-Frame-Options")
	h["Content-Security-Policy"] = policy
}

// securityHeaders is the middleware that sets them.
func (a *answers) securityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for _, s := range a.headers.security {
			h[s.name] = s.value
		}
		next.ServeHTTP(w, r)
	})
}

// checkHost answers requests for the service's own host only. Health
// checks come from machines that know an address and no name.
func (a *answers) checkHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		health := r.URL.Path == "/healthz" || r.URL.Path == "/readyz"
		if !health && !strings.EqualFold(r.Host, a.host) {
			a.showFailure(w, r, failure{status: http.StatusMisdirectedRequest, name: "misdirected"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// maxHeader is the most bytes of headers that a request may have. A sibling host
// can fill a visitor's browser with cookies; such a visitor gets a page
// that explains it. Far above this, net/http answers 431 by itself, without a page.
const maxHeader = 32 << 10

// checkHeaderSize refuses requests whose headers are too large.
func (a *answers) checkHeaderSize(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		size := len(r.RequestURI)
		for name, values := range r.Header {
			for _, value := range values {
				size += len(name) + len(value)
			}
		}
		if size > maxHeader {
			a.showFailure(w, r, failure{status: http.StatusRequestHeaderFieldsTooLarge, name: "headers_too_large"})
			return
		}
		next.ServeHTTP(w, r)
	})
}
