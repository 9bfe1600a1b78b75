package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"charte/views"
)

// doubt says why a choice made where the request comes from would be lost. There
// nothing is asked: the POST could not tell any more, and the registry would hold
// a consent that never took effect (B-04).
func (s *service) doubt(w http.ResponseWriter, r *http.Request) views.Doubt {
	vary(w, "Referer", "Sec-Fetch-Site", "Sec-Fetch-Storage-Access")
	from := s.refererOrigin(r)
	listed := from == "" || slices.Contains(s.origins, from)
	host, isPlain := strings.CutPrefix(from, "http://")
	switch {
	case !listed && isPlain && slices.Contains(s.origins[1:], "https://"+host):
		return views.PlainPortal
	case r.Header.Get("Sec-Fetch-Site") == "cross-site":
		return views.ForeignSite
	case !listed:
		return views.UnlistedPortal
	}
	// Only sent where cookies are in question: the portal is itself framed by a
	// foreign site, and the request comes without the visitor's cookies.
	if access := r.Header.Get("Sec-Fetch-Storage-Access"); access != "" && access != "active" {
		return views.ForeignSite
	}
	return views.NoDoubt
}

// refererOrigin is the origin of the page that the request comes from, in lower
// case; empty where the browser does not say.
func (s *service) refererOrigin(r *http.Request) string {
	for _, origin := range s.origins {
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

// framed says that the answer is for a frame. A link from another site, opened
// in a window of its own, is none; a browser that does not say is kept out of
// foreign frames by frame-ancestors.
func framed(r *http.Request) bool {
	to := r.Header.Get("Sec-Fetch-Dest")
	return to != "document" && (to != "" || r.Header.Get("Sec-Fetch-Site") == "cross-site")
}
