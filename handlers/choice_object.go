package handlers

import (
	"net/http"
	"slices"
	"time"

	"charte/internal/consent"
)

// isObjection reports whether a form objects to exempt purposes, or takes that back.
func isObjection(d consent.Decision) bool { return d == consent.Object || d == consent.Allow }

// checkObjectable reports a problem unless the ids are of purposes to which visitors can
// object.
func (c *choiceCreate) checkObjectable(ids []string) error {
	for _, id := range ids {
		if !slices.ContainsFunc(c.cookies.objectable, func(p consent.Purpose) bool { return p.ID == id }) {
			return problem{key: "problem_objection"}
		}
	}
	if len(ids) == 0 {
		return problem{key: "problem_objection"}
	}
	return nil
}

// object honours an objection, or takes one back. It needs no registry, no text and no
// rate below the limit: it writes the cookie and counts the act, and nothing else. The
// answer about purposes that need consent remains, if it holds.
func (c *choiceCreate) object(w http.ResponseWriter, r *http.Request, sub submission) error {
	had, now := sub.Verdict.Preferences, c.config.Now()
	objection := sub.objection()
	if sub.decision == consent.Object {
		objection = objection.With(c.cookies.objectable, sub.form.purposes, now)
	} else {
		objection = objection.Without(c.cookies.objectable, sub.form.purposes, now)
	}
	next := consent.Unanswered(objection)
	if sub.Verdict.Valid {
		next = consent.Preferences{Choice: had.Choice, Day: had.Day, Scope: c.pages.Scope().ID(), Objection: objection}
	}
	c.cookies.setPreferences(w, r, next, next.Day)
	if sub.decision == consent.Allow {
		c.cookies.endOptOut(w, sub.form.purposes, objection)
	}
	sub.withdrawn = c.cookies.withdraw(w, r, sub.back.URL, had, next)
	if !c.limiter.reached(r) {
		c.config.Tally.Objected(sub.decision, sub.form.purposes, sub.lang)
		c.config.Observer.Objected(sub.decision)
	}
	return c.sendBack(w, sub)
}

// objection returns the visitor's objection, with the signal of the browser.
func (s submission) objection() consent.Objection {
	o := s.Verdict.Preferences.Objection
	o.Signal = s.Objects
	return o
}

// objectionAfter returns the objection that a choice is stored with: a refusal of
// everything also objects, if the charter states so; nothing else changes it.
func (c *choiceCreate) objectionAfter(s submission) consent.Objection {
	refused := s.decision == consent.Refuse || s.decision == consent.Custom && !s.choice.Grants()
	if !refused || !c.pages.Content().Charter.RefusalObjects || len(c.cookies.objectable) == 0 {
		return s.objection()
	}
	return s.objection().With(c.cookies.objectable, idsOf(c.cookies.objectable), c.config.Now())
}

func idsOf(purposes []consent.Purpose) (ids []string) {
	for _, p := range purposes {
		ids = append(ids, p.ID)
	}
	return ids
}

// setOptOut sets, until the objection ends, the cookies that the tools of objected
// purposes read themselves. Their hosts are those of the choice's cookie.
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
