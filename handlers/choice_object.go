package handlers

import (
	"net/http"
	"slices"

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

// object honours an objection, or takes one back, even over the rate limit or without a
// registry: it writes the cookie and counts the act. The choice about purposes that need
// consent remains, if it holds.
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
