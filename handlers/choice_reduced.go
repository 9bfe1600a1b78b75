package handlers

import (
	"log/slog"
	"net/http"

	"charte/internal/consent"
)

// withhold answers a choice that cannot be granted now, for the given reason. It
// still honours the withdrawals in it: the new cookie grants the purposes that both
// the old and the new choice grant, with the date of the old one. If the new choice
// grants more than that, the form is shown again with the reason.
func (c *choiceCreate) withhold(w http.ResponseWriter, r *http.Request, sub submission, status int, why problem) error {
	had := sub.Verdict
	left := had.Preferences.Choice.And(sub.choice)
	if !had.Valid || had.Preferences.Choice.Within(left) {
		return c.showAgain(w, r, status, sub, why)
	}
	p := consent.Preferences{Choice: left, Day: had.Preferences.Day, Scope: c.pages.Scope().ID(), Objection: sub.objection()}
	c.cookies.setPreferences(w, r, p, p.Day)
	if status == http.StatusTooManyRequests {
		c.config.Observer.Limited()
	} else {
		c.recordReduced(w, r, sub, p)
	}
	if !left.Grants() {
		c.cookies.endReceipt(w, r)
	}
	sub.withdrawn = c.cookies.withdraw(w, r, sub.back.URL, had.Preferences, p)
	if sub.choice.Within(left) {
		return c.sendBack(w, sub)
	}
	return c.showAgain(w, r, status, sub, why)
}

// recordReduced records the rest of a grant after a part of it was withdrawn. The
// rest is recorded under the same receipt. A visitor without a receipt gets one, in
// order to find the rest of the grant later.
func (c *choiceCreate) recordReduced(w http.ResponseWriter, r *http.Request, sub submission, left consent.Preferences) {
	sub.decision, sub.choice = consent.Custom, left.Choice
	e := c.entry(r, sub, "")
	if left.Choice.Grants() {
		if e.Ends == "" {
			id, err := consent.NewReceipt(c.config.Random)
			if err != nil {
				c.config.Log.ErrorContext(r.Context(), "a withdrawal was honoured but not recorded: could not generate a receipt", slog.Any("error", err))
				return
			}
			e.Ends = id
			c.cookies.setReceipt(w, id, left.Day)
		}
		e.Receipt = e.Ends
	}
	c.recorder.record(sub.form, e)
}
