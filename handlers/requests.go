package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"charte/internal/consent"
	"charte/internal/i18n"
	"charte/internal/pages"
	"charte/internal/portal"
	"charte/views"
)

// requests parses requests. Methods that take a ResponseWriter add the headers that
// they read to Vary.
type requests struct {
	cookieName string
	portals    portal.List
	origins    []string // the service's own, then the portals'
	languages  *i18n.Catalog
	pages      *pages.Pages
	verdicts   *verdicts
	objectable bool // visitors can object to a purpose
}

func newRequests(c Config, p *pages.Pages, terms consent.Terms) *requests {
	return &requests{
		cookieName: c.CookieName, portals: c.Portals, origins: append([]string{c.BaseURL.Origin()}, c.Portals.Origins()...),
		languages: p.Content().Texts, pages: p, verdicts: newVerdicts(terms, c.Now),
		objectable: len(consent.Objectable(terms.Purposes)) > 0,
	}
}

// visit holds what the pages depend on of one request.
type visit struct {
	lang string
	pages.Visitor
	held bool           // the request has a cookie of the choice's name
	back portal.Address // the page that the visitor came from; zero: unknown
}

// wayBack returns the portal's page that the visitor came from, for a link; "" if they
// came from elsewhere.
func (v visit) wayBack() templ.SafeURL {
	if v.back.Portal == "" {
		return ""
	}
	return safe(v.back.URL)
}

// visit parses a visitor's request, to be answered in lang.
func (q *requests) visit(w http.ResponseWriter, r *http.Request, lang string) visit {
	vary(w, "Cookie", "Referer", "Sec-GPC")
	values := cookieValues(r, q.cookieName)
	if q.objectable {
		vary(w, "DNT")
	}
	return visit{
		lang: lang,
		Visitor: pages.Visitor{
			Verdict: q.verdicts.judge(values), Signal: sendsOne(r, "Sec-Gpc"),
			Objects: q.objectable && (sendsOne(r, "Sec-Gpc") || sendsOne(r, "Dnt")),
		},
		held: len(values) > 0,
		back: q.returnAddress(r),
	}
}

// sendsOne reports whether any header with a canonical name is exactly "1".
func sendsOne(r *http.Request, name string) bool {
	return slices.ContainsFunc(r.Header[name], func(v string) bool {
		return strings.TrimSpace(v) == "1"
	})
}

// language returns the language at the start of the path. It does not use the route's
// parameter, because 404 pages need the language too.
func (q *requests) language(r *http.Request) (string, error) {
	lang, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if q.pages.Words(lang) == nil {
		return "", fail(http.StatusNotFound, "not_found")
	}
	return lang, nil
}

// negotiate returns the language for a path without one: the query's lang or flg
// (which the portal sends), else the Referer's flg, else Accept-Language.
func (q *requests) negotiate(w http.ResponseWriter, r *http.Request) string {
	vary(w, "Referer", "Accept-Language")
	// Cut in place of url.Parse finds the query of a malformed Referer too.
	_, from, _ := strings.Cut(r.Referer(), "?")
	from, _, _ = strings.Cut(from, "#")
	return q.languages.Negotiate(r.Header.Get("Accept-Language"), field(r, "lang"), field(r, "flg"), first(fields(from, "flg")))
}

// anyLanguage returns the language of the path or, if it has no known language, the
// negotiated one.
func (q *requests) anyLanguage(w http.ResponseWriter, r *http.Request) string {
	if lang, err := q.language(r); err == nil {
		return lang
	}
	return q.negotiate(w, r)
}

// returnAddress returns the page to go back to: the query's back, which the service
// writes, else its return, which people write, else the Referer. It ignores addresses
// outside the service and the portals, and a field that is given twice.
func (q *requests) returnAddress(r *http.Request) portal.Address {
	encoded, plain := fields(r.URL.RawQuery, "back"), fields(r.URL.RawQuery, "return")
	switch {
	case len(encoded) == 1:
		return q.portals.Decode(encoded[0])
	case len(encoded) == 0 && len(plain) == 1:
		return q.portals.Parse(plain[0])
	case len(encoded)+len(plain) > 0:
		return portal.Address{}
	}
	from := q.portals.Parse(r.Referer())
	if from.Portal == "" {
		return portal.Address{} // the service's pages pass the address as return
	}
	return from
}

// barrier returns why a choice made from this frame would not be stored
// (cross-site, unlisted portal, http). No form is shown there, because the POST
// cannot detect it, and the registry would hold a consent that never took effect
// (B-04).
func (q *requests) barrier(w http.ResponseWriter, r *http.Request) views.Barrier {
	vary(w, "Referer", "Sec-Fetch-Site", "Sec-Fetch-Storage-Access")
	from := q.refererOrigin(r)
	listed := from == "" || slices.Contains(q.origins, from)
	host, isPlain := strings.CutPrefix(from, "http://")
	switch {
	case !listed && isPlain && slices.Contains(q.origins[1:], "https://"+host):
		return views.PlainPortal
	case r.Header.Get("Sec-Fetch-Site") == "cross-site":
		return views.ForeignSite
	case !listed:
		return views.UnlistedPortal
	}
	// Any value but "active" means that the portal's page is itself framed by another
	// site, and that the browser sends no cookies.
	if access := r.Header.Get("Sec-Fetch-Storage-Access"); access != "" && access != "active" {
		return views.ForeignSite
	}
	return views.NoBarrier
}

// refererOrigin returns the origin of the Referer in lower case, or "" without one.
func (q *requests) refererOrigin(r *http.Request) string {
	for _, origin := range q.origins {
		if rest, ok := strings.CutPrefix(r.Referer(), origin); ok && strings.HasPrefix(rest, "/") {
			return origin
		}
	}
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host == "" {
		return ""
	}
	return strings.ToLower(from.Scheme + "://" + from.Host)
}

// framed reports whether the response is for a frame and not, for example, for a link
// that was opened in a window. Without Sec-Fetch-Dest it returns true for cross-site
// requests only; frame-ancestors covers browsers that send neither header.
func framed(r *http.Request) bool {
	to := r.Header.Get("Sec-Fetch-Dest")
	return to != "document" && (to != "" || r.Header.Get("Sec-Fetch-Site") == "cross-site")
}
