package handlers

import (
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"charte/internal/consent"
)

// ReceiptName is the receipt's cookie. The prefix binds it to this host and to
// https; plain http on a loopback host cannot have it.
const ReceiptName = "__Host-charte-receipt"

// cookies reads and writes the cookies of the choice and of the receipt, and ends
// those of purposes that are not granted.
type cookies struct {
	name, domain string // of the choice's cookie
	secure       bool
	terms        consent.Terms
	twins        []string          // Set-Cookie lines, see endTwins
	asked        []consent.Purpose // those that need consent
}

func newCookies(config Config, terms consent.Terms) *cookies {
	c := &cookies{name: config.CookieName, domain: config.CookieDomain, secure: config.secure(), terms: terms, asked: consent.Asked(terms.Purposes)}
	c.twins = c.twinLines(config.BaseURL.Hostname())
	return c
}

func (c *cookies) receiptName() string {
	if c.secure {
		return ReceiptName
	}
	return strings.TrimPrefix(ReceiptName, "__Host-")
}

// cookieValues returns the values of every cookie of a name. It reads the
// headers itself: net/http gives up on a request with very many cookies, and a
// sibling host can set those to hide a refusal.
func cookieValues(r *http.Request, name string) []string {
	var found []string
	for _, header := range r.Header.Values("Cookie") {
		for pair := range strings.SplitSeq(header, ";") {
			// A pair without "=" counts too: readers differ on it, and a doubt asks.
			key, value, _ := strings.Cut(pair, "=")
			if strings.TrimSpace(key) == name {
				found = append(found, strings.TrimSpace(value))
			}
		}
	}
	return found
}

// receipt returns the receipt id that the visitor holds, if its form is right.
func (c *cookies) receipt(r *http.Request) string {
	values := cookieValues(r, c.receiptName())
	if len(values) != 1 || !consent.ValidReceipt(values[0]) {
		return ""
	}
	return values[0]
}

// setPreferences writes the choice. It expires six calendar months after the
// decision and is never renewed by a visit (C-19). The portal must be able to
// read it, so it is not HttpOnly (B-01).
func (c *cookies) setPreferences(w http.ResponseWriter, r *http.Request, p consent.Preferences, decided time.Time) {
	c.set(w, http.Cookie{
		Name:    c.name,
		Value:   consent.Encode(c.asked, p),
		Domain:  c.domain,
		Expires: consent.Later(decided.UTC(), consent.Months),
	})
	c.endTwins(w, r)
}

// setReceipt gives the visitor the receipt of a grant.
func (c *cookies) setReceipt(w http.ResponseWriter, id string, decided time.Time) {
	c.set(w, http.Cookie{
		Name: c.receiptName(), Value: id, HttpOnly: true,
		Expires: consent.Later(decided.UTC(), consent.Months),
	})
}

// endReceipt takes the receipt back where the visitor has one.
func (c *cookies) endReceipt(w http.ResponseWriter, r *http.Request) {
	if len(cookieValues(r, c.receiptName())) > 0 {
		c.set(w, http.Cookie{Name: c.receiptName(), MaxAge: -1, HttpOnly: true})
	}
}

func (c *cookies) set(w http.ResponseWriter, cookie http.Cookie) {
	cookie.Path, cookie.Secure, cookie.SameSite = "/", c.secure, http.SameSiteLaxMode
	http.SetCookie(w, &cookie)
}

// safe marks an address of a portal, checked before, as safe for an attribute.
func safe(address string) templ.SafeURL { return templ.SafeURL(address) }
