package handlers

import (
	"net/http"
	"strings"
	"time"

	"charte/internal/consent"
)

// ReceiptName is the receipt's cookie. The prefix binds it to this host and to
// https; plain http on a loopback host cannot have it.
const ReceiptName = "__Host-charte-receipt"

func (s *service) receiptName() string {
	if s.secure() {
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
func (s *service) receipt(r *http.Request) string {
	values := cookieValues(r, s.receiptName())
	if len(values) != 1 || !consent.ValidReceipt(values[0]) {
		return ""
	}
	return values[0]
}

// setPreferences writes the choice. It expires six calendar months after the
// decision and is never renewed by a visit (C-19). The portal must be able to
// read it, so it is not HttpOnly (B-01).
func (s *service) setPreferences(w http.ResponseWriter, r *http.Request, p consent.Preferences, decided time.Time) {
	s.setCookie(w, http.Cookie{
		Name:    s.CookieName,
		Value:   consent.Encode(s.asked, p),
		Domain:  s.CookieDomain,
		Expires: consent.Later(decided.UTC(), consent.Months),
	})
	s.endTwins(w, r)
}

// setReceipt gives the visitor the receipt of a grant.
func (s *service) setReceipt(w http.ResponseWriter, id string, decided time.Time) {
	s.setCookie(w, http.Cookie{
		Name: s.receiptName(), Value: id, HttpOnly: true,
		Expires: consent.Later(decided.UTC(), consent.Months),
	})
}

// endReceipt takes the receipt back where the visitor has one.
func (s *service) endReceipt(w http.ResponseWriter, r *http.Request) {
	if len(cookieValues(r, s.receiptName())) > 0 {
		s.setCookie(w, http.Cookie{Name: s.receiptName(), MaxAge: -1, HttpOnly: true})
	}
}

func (s *service) setCookie(w http.ResponseWriter, c http.Cookie) {
	c.Path, c.Secure, c.SameSite = "/", s.secure(), http.SameSiteLaxMode
	http.SetCookie(w, &c)
}
