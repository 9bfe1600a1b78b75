package handlers

import (
	"net/http"
	"strings"

	"charte/internal/pages"
)

// Values of Cache-Control. no-transform forbids proxies to minify a page, whose text is
// evidence, and to re-encode an image, whose size is used.
const (
	cachePrivate = "private, no-cache, no-transform"
	cacheOpen    = "no-cache, no-transform"
	cacheHour    = "public, max-age=3600, no-transform"
	cacheForever = "public, max-age=31536000, immutable, no-transform"
	cacheNever   = "no-store, no-transform"
)

// headers holds header values that are computed once. Responses share the slices, so
// they must not be modified.
type headers struct {
	private, noStore, gzip []string // Cache-Control, Content-Encoding
	language               map[string][]string
	links                  map[string][]string // Link of the charter page, by language
	// security lists the headers of every response.
	security []header
	// banner, handle and foreign are the Content-Security-Policy of pages that may
	// be framed, standalone that of the banner shown as a full page after an error.
	banner, handle, foreign, standalone []string
	// Complete Vary values of the routes requested most often; vary would build
	// them name by name.
	varyPage, varyFrame, varyChoice, varySpacer []string
	svg, gif                                    []string // Content-Types of the spacer images
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
		private: []string{cachePrivate}, noStore: []string{cacheNever}, gzip: []string{"gzip"},
		language: map[string][]string{},
		links:    charterLinks(c.BaseURL, p.Content().Charter.Languages),
		security: securityHeaders(c),
		banner:   frame(p.Assets.Banner, portals...), handle: frame(p.Assets.Handle, portals...),
		foreign:    frame(p.Assets.Banner, "*"), // the explanation may be framed anywhere
		standalone: frame(p.Assets.Banner, "'none'"),
		varyPage:   []string{"Cookie, Referer, Sec-GPC, Accept-Encoding"},
		varyFrame:  []string{"Cookie, Referer, Sec-GPC, Sec-Fetch-Dest, Sec-Fetch-Site, Sec-Fetch-Storage-Access, Accept-Encoding"},
		varyChoice: []string{"Cookie, Referer, Accept-Language, Sec-GPC, Sec-Fetch-Dest, Sec-Fetch-Site, Sec-Fetch-Storage-Access, Accept-Encoding"},
		varySpacer: []string{"Cookie, Referer, Sec-GPC, Sec-Fetch-Site, Sec-Fetch-Storage-Access"},
		svg:        []string{"image/svg+xml"}, gif: []string{"image/gif"},
	}
	for _, lang := range p.Content().Charter.Languages {
		h.language[lang] = []string{lang}
	}
	return h
}

// securityHeaders returns the headers of every response, whatever its status (X-06,
// allowFraming relaxes two of them.
func securityHeaders(c Config) []header {
	all := []header{
		{"Content-Security-Policy", []string{policy(c.Portals.Origins(), "'self'", "'none'")}},
		{"X-Frame-Options", []string{"DENY"}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		// With no-referrer, browsers would send "Origin: null" with the POST.
		{"Referrer-Policy", []string{"strict-origin-when-cross-origin"}},
		{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
		{"Cross-Origin-Resource-Policy", []string{"same-site"}},
		{"Cross-Origin-Embedder-Policy", []string{"require-corp"}},
		{"Permissions-Policy", []string{"camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"}},
	}
	// Below a path, the host is the portal's: its own policy must not be replaced.
	if c.BaseURL.Secure() && c.BaseURL.Path() == "" {
		all = append(all, header{"Strict-Transport-Security", []string{"max-age=31536000"}})
	}
	return all
}

// policy returns a Content-Security-Policy. form-action includes the portals,
// because Chromium applies it to the redirect after the POST.
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

// allowFraming replaces the Content-Security-Policy by one whose frame-ancestors
// allows frames, and removes X-Frame-Options, which cannot list origins.
func allowFraming(w http.ResponseWriter, policy []string) {
	h := w.Header()
	delete(h, "X-Frame-Options")
	h["Content-Security-Policy"] = policy
}

// securityHeaders is middleware that sets the security headers.
func (a *answers) securityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for _, s := range a.headers.security {
			h[s.name] = s.value
		}
		next.ServeHTTP(w, r)
	})
}

// checkHost rejects requests for another host with 421, except health checks,
// which load balancers send to an IP address.
func (a *answers) checkHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		health := r.URL.Path == "/healthz" || r.URL.Path == "/readyz"
		if !health && !a.base.IsHost(r.Host) {
			a.showFailure(w, r, failure{status: http.StatusMisdirectedRequest, name: "misdirected"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// maxHeader limits the headers of a request, in bytes. A sibling host can fill a
// visitor's browser with cookies; the error page explains that. net/http has a
// higher limit, above which it answers 431 without a page.
const maxHeader = 32 << 10

// checkHeaderSize rejects requests whose headers exceed maxHeader with 431.
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
