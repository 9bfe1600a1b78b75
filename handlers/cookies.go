package handlers

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/portal"
)

// ReceiptName returns the name of the receipt's cookie over https. The prefix binds the
// cookie to this host and to https. Below a path, where the cookie has that path, the
// prefix binds it to https only.
func ReceiptName(base portal.Base) string {
	if base.Path() != "" {
		return "__Secure-" + plainReceipt
	}
	return "__Host-" + plainReceipt
}

// plainReceipt is the name of the receipt's cookie over http, on a loopback host.
const plainReceipt = "charte-receipt"

// cookies reads and writes the cookies of the choice and of the receipt, and expires
// the cookies of purposes that are not granted.
type cookies struct {
	name, domain string // of the choice's cookie
	secure       bool
	receiptName  string
	receiptPath  string
	terms        consent.Terms
	twins        []string                 // Set-Cookie lines, see endTwins
	expired      []string                 // domains, see expiredDomains
	objectable   []consent.Purpose        // those to which visitors can object
	optOut       map[string][]http.Cookie // purpose -> cookies that its tools read as an objection
}

func newCookies(config Config, charter *charter.Charter, terms consent.Terms) *cookies {
	c := &cookies{
		name: config.CookieName, domain: config.CookieDomain, secure: config.BaseURL.Secure(), terms: terms,
		receiptName: plainReceipt, receiptPath: config.BaseURL.At("/"),
		objectable: consent.Objectable(terms.Purposes), optOut: map[string][]http.Cookie{},
	}
	if c.secure {
		c.receiptName = ReceiptName(config.BaseURL)
	}
	for i, p := range charter.Purposes {
		for _, pair := range charter.Declared[i].OptOutCookies {
			if name, value, _ := strings.Cut(pair, "="); name != c.name {
				c.optOut[p.ID] = append(c.optOut[p.ID], http.Cookie{Name: name, Value: value})
			}
		}
	}
	c.twins = c.twinLines(config.BaseURL.Hostname())
	c.expired = expiredDomains(config.BaseURL.Hostname(), c.domain)
	return c
}

// cookieValues returns the values of all cookies with a name. It parses the headers
// because net/http returns no cookie at all if there are too many, and a sibling
// host could set that many to hide a refusal.
func cookieValues(r *http.Request, name string) []string {
	var found []string
	for _, header := range r.Header.Values("Cookie") {
		for pair := range strings.SplitSeq(header, ";") {
			// Parsers differ on a pair without "=". It counts as a cookie, so that such
			// a visitor is asked again.
			key, value, _ := strings.Cut(pair, "=")
			if strings.TrimSpace(key) == name {
				found = append(found, strings.TrimSpace(value))
			}
		}
	}
	return found
}

// receipt returns the visitor's receipt id, or "" if there is not exactly one cookie
// with a well-formed id.
func (c *cookies) receipt(r *http.Request) string {
	values := cookieValues(r, c.receiptName)
	if len(values) != 1 || !consent.ValidReceipt(values[0]) {
		return ""
	}
	return values[0]
}

// setPreferences writes the choice's cookie, and the cookies by which tools recognize
// an objection. It expires six calendar months after the decision, or after a later
// objection where nothing is granted; a visit does not renew it (C-19). It is not
// HttpOnly, because the portal's scripts read it (B-01).
func (c *cookies) setPreferences(w http.ResponseWriter, r *http.Request, p consent.Preferences, decided time.Time) {
	expires := consent.Later(decided.UTC(), consent.Months)
	if last := p.LastDay(); last.After(expires) {
		expires = last
	}
	c.set(w, http.Cookie{Name: c.name, Value: consent.Encode(c.terms.Purposes, p), Domain: c.domain, Expires: expires})
	c.setOptOut(w, p.Objection, expires)
	c.endTwins(w, r)
}

// setReceipt writes the cookie with the receipt of a grant.
func (c *cookies) setReceipt(w http.ResponseWriter, id string, decided time.Time) {
	c.set(w, http.Cookie{
		Name: c.receiptName, Value: id, Path: c.receiptPath, HttpOnly: true,
		Expires: consent.Later(decided.UTC(), consent.Months),
	})
}

// endReceipt expires the receipt's cookie if the visitor sent one.
func (c *cookies) endReceipt(w http.ResponseWriter, r *http.Request) {
	if len(cookieValues(r, c.receiptName)) > 0 {
		c.set(w, http.Cookie{Name: c.receiptName, Path: c.receiptPath, MaxAge: -1, HttpOnly: true})
	}
}

func (c *cookies) set(w http.ResponseWriter, cookie http.Cookie) {
	cookie.Path, cookie.Secure, cookie.SameSite = cmp.Or(cookie.Path, "/"), c.secure, http.SameSiteLaxMode
	http.SetCookie(w, &cookie)
}

// safe marks a return address as safe for an HTML attribute. The portal list has
// already checked it.
func safe(address string) templ.SafeURL { return templ.SafeURL(address) }
