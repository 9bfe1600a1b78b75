package handlers

import (
	"net/http"
	"slices"
	"time"

	"charte/internal/consent"
)

// setOptOut sets the cookies that the tools of objected purposes read themselves, until
// the objection ends. Their domain is that of the choice's cookie.
func (c *cookies) setOptOut(w http.ResponseWriter, o consent.Objection, expires time.Time) {
	for _, p := range c.objectable {
		if !o.To(p.ID) {
			continue
		}
		for _, cookie := range c.optOut[p.ID] {
			cookie.Domain, cookie.Expires = c.domain, expires
			c.set(w, cookie)
		}
	}
}

// endOptOut expires the opt-out cookies of purposes that the visitor allowed again,
// except those that another objection needs.
func (c *cookies) endOptOut(w http.ResponseWriter, allowed []string, o consent.Objection) {
	needed := map[string]bool{}
	for _, id := range o.Purposes {
		for _, cookie := range c.optOut[id] {
			needed[cookie.Name] = true
		}
	}
	for _, id := range allowed {
		for _, cookie := range c.optOut[id] {
			if needed[cookie.Name] {
				continue
			}
			for _, line := range c.expiry(cookie.Name) {
				w.Header().Add("Set-Cookie", line)
			}
		}
	}
}

// isOptOut reports whether a tool reads the cookie as an objection.
func (c *cookies) isOptOut(name string) bool {
	for _, all := range c.optOut {
		if slices.ContainsFunc(all, func(o http.Cookie) bool { return o.Name == name }) {
			return true
		}
	}
	return false
}
