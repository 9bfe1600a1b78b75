package consent

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
)

// version is the format version that the cookie carries.
const version = 1

// The cookie's keys beside the platform's and the purposes'.
const (
	keyTimestamp  = "timestamp"
	keyScope      = "scope"
	keyObjected   = "objected"
	keyObjectedAt = "objected_at"
	keyVersion    = "v"
)

// maxCookieValue is the longest value that is read, in bytes: browsers store name and
// value up to 4,096 together (RFC 6265bis, Set-Cookie).
const maxCookieValue = 4096

// Encode returns the cookie's value: a percent-encoded, flat JSON object whose keys are
// in a fixed order, so that equal choices of one day give equal bytes. Each purpose
// asked about is written, granted or not, unless the visitor has not answered. An act
// of objection is written where the charter allows one.
func Encode(all []Purpose, p Preferences) string {
	p.Objection.Purposes = p.Objection.among(all).Purposes
	b := make([]byte, 0, 512)
	b = append(b, '{')
	for _, key := range platformKeys {
		b = appendBool(b, key, key == functionalKey || isOpen(all, p, key))
	}
	if p.Scope != "" {
		for _, purpose := range all {
			if !purpose.Exempt {
				b = appendBool(b, purpose.ID, p.Choice[purpose.ID])
			}
		}
	}
	b = fmt.Appendf(b, "%q:%d,%q:%q,", keyTimestamp, p.Day.UnixMilli(), keyScope, p.Scope)
	if p.Objection.Made() && len(Objectable(all)) > 0 {
		b = fmt.Appendf(b, "%q:%q,%q:%d,", keyObjected, p.Objection.ids(), keyObjectedAt, p.Objection.Day.UnixMilli())
	}
	b = fmt.Appendf(b, "%q:%d}", keyVersion, version)
	return url.QueryEscape(string(b)) // no space occurs, so this is what encodeURIComponent gives
}

func appendBool(b []byte, key string, value bool) []byte {
	b = strconv.AppendQuote(b, key)
	b = append(b, ':')
	b = strconv.AppendBool(b, value)
	return append(b, ',')
}

// isOpen reports whether the platform may run the tool with a key. An objection closes
// it, even where the tool is also part of a granted purpose; a grant outweighs a signal.
func isOpen(all []Purpose, p Preferences, key string) bool {
	if p.Objection.closes(all, key) {
		return false
	}
	return opened(all, p.Choice, key) || runs(all, key) && (p.Objection.Made() || !p.Objection.Signal)
}

// opened reports whether a granted purpose opens the platform's key.
func opened(all []Purpose, choice Choice, key string) bool {
	return slices.ContainsFunc(all, func(p Purpose) bool { return !p.Exempt && choice[p.ID] && p.opens(key) })
}

// runs reports whether a purpose keeps the platform's key open until an objection.
func runs(all []Purpose, key string) bool {
	return slices.ContainsFunc(all, func(p Purpose) bool { return p.runs(key) })
}
