package portal

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxAddress limits a return address, in bytes: it is sent in a header together with
// the cookies, and common proxies accept 4 KiB of headers in total.
const maxAddress = 2048

// List holds the portals of a service, and the service's own address.
type List struct {
	base    Base
	portals []string
}

// NewList returns a List of origins that [ParseOrigin] returned. The first portal is
// the home.
func NewList(base Base, portals []string) List {
	return List{base: base, portals: slices.Clone(portals)}
}

// Origins returns the portals.
func (l List) Origins() []string { return slices.Clone(l.portals) }

// Home returns the address for a visitor whose page is unknown.
func (l List) Home() string { return l.portals[0] + "/" }

// Address is a page that a visitor may return to.
type Address struct {
	// URL is absolute and in the form that [List.Parse] returns; empty: unknown.
	URL string
	// Portal is the origin of the page's portal; empty for a page of this service. If the
	// service is at the root of a portal's origin, every page of that origin counts as
	// the portal's.
	Portal string
}

// Parse reads a return address: an absolute URL of a portal or of this service, or a
// path on this service that starts with a single "/". It returns the zero Address for
// anything else, never an error: a bad return address must not stop a visitor. It
// drops the query of an address that is too long.
func (l List) Parse(raw string) Address {
	if a, ok := l.asIs(raw); ok {
		return a
	}
	return l.rebuild(raw)
}

// rebuild parses a return address and assembles it again from its parts.
func (l List) rebuild(raw string) Address {
	raw, _, _ = strings.Cut(raw, "#")
	if len(raw) > maxAddress {
		raw, _, _ = strings.Cut(raw, "?")
	}
	if raw == "" || len(raw) > maxAddress || !plain(raw) {
		return Address{}
	}
	if strings.HasPrefix(raw, "/") {
		if strings.HasPrefix(raw, "//") {
			return Address{}
		}
		raw = l.base.origin + raw
	}
	u, err := url.Parse(raw)
	if err != nil || !strings.HasPrefix(strings.ToLower(raw), strings.ToLower(u.Scheme)+"://") {
		return Address{}
	}
	origin, ok := originOf(u)
	own, listed := origin == l.base.origin && l.base.contains(u), slices.Contains(l.portals, origin)
	if !ok || !own && !listed {
		return Address{}
	}
	a := Address{URL: origin + rest(u)}
	if len(a.URL) > maxAddress { // escaping made it longer
		before, _, found := strings.Cut(a.URL, "?")
		if !found || len(before) > maxAddress {
			return Address{}
		}
		a.URL = before
	}
	if listed && !(own && l.base.path != "") {
		a.Portal = origin
	}
	return a
}

// asIs returns the addresses that rebuild would return unchanged, without its cost: a
// portal requests a frame for every page. It may miss some.
func (l List) asIs(raw string) (Address, bool) {
	if len(raw) > maxAddress {
		return Address{}, false
	}
	for _, origin := range l.portals {
		rest, ok := strings.CutPrefix(raw, origin)
		if l.base.path != "" && origin == l.base.origin && (strings.Contains(rest, l.base.path) || strings.Contains(rest, "/.")) {
			continue // perhaps a page of the service
		}
		if ok && isOrdinary(rest) {
			return Address{URL: raw, Portal: origin}, true
		}
	}
	return Address{}, false
}

// isOrdinary reports whether a path and query contain only characters that need no
// escaping, so that it is in canonical form.
func isOrdinary(rest string) bool {
	if !strings.HasPrefix(rest, "/") {
		return false
	}
	path, query, found := strings.Cut(rest, "?")
	if found && query == "" {
		return false
	}
	for i := range len(path) {
		if c := path[i]; !isWord(c) && c != '/' {
			return false
		}
	}
	for i := range len(query) {
		if c := query[i]; !isWord(c) && !strings.ContainsRune("/?=&%+,:;@!$()*[]", rune(c)) {
			return false
		}
	}
	return true
}

// isWord reports whether a byte is unreserved in every part of an address (RFC 3986
// §2.3).
func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

// plain reports whether text contains nothing that browsers strip, fold or read as a
// slash: control characters, blanks, backslashes, invalid UTF-8.
func plain(raw string) bool {
	if !utf8.ValidString(raw) {
		return false
	}
	return !strings.ContainsFunc(raw, func(r rune) bool {
		return r <= ' ' || r == '\\' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029'
	})
}

// rest rebuilds path and query in ASCII, without the fragment.
func rest(u *url.URL) string {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery == "" {
		return path
	}
	return path + "?" + escapeQuery(u.RawQuery)
}

// escapeQuery percent-encodes what is unsafe in a header or an attribute, and leaves
// the rest unchanged, because only the portal defines what the query means.
func escapeQuery(query string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(query) {
		switch c := query[i]; {
		case c >= 0x80, c == '"', c == '<', c == '>', c == '\'', c == '`':
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
