package handlers

import (
	"log/slog"
	"net/http"

	"charte/internal/consent"
)

// withhold answers a choice that cannot be granted now. What it withdraws is
// honoured all the same: the new cookie holds what was validly granted before and
// is granted again, under its first date. A choice that only withdraws is thereby
// done.
func (c *choiceCreate) withhold(w http.ResponseWriter, r *http.Request, sub submission, status int, why problem) error {
	had := sub.Verdict
	left := had.Preferences.Choice.And(sub.choice)
	if !had.Valid || had.Preferences.Choice.Within(left) {
		return c.showAgain(w, r, status, sub, why)
	}
	p := consent.Preferences{Choice: left, Day: had.Preferences.Day, Scope: c.pages.Scope().ID()}
	c.cookies.setPreferences(w, r, p, p.Day)
	if status == http.StatusTooManyRequests {
		c.config.Observer.Limited()
	} else {
		c.recordReduced(w, r, sub, p)
	}
	if !left.Grants() {
		c.cookies.endReceipt(w, r)
	}
	sub.withdrawn = c.cookies.withdraw(w, r, sub.back.URL, had.Preferences.Choice, left)
	if sub.choice.Within(left) {
		return c.sendBack(w, sub)
	}
	return c.showAgain(w, r, status, sub, why)
}

// recordReduced records what is left of a grant of which a part was withdrawn.
// The grant continues under its receipt. A visitor without one is given one, so
// that the rest of the grant can still be shown to them.
func (c *choiceCreate) recordReduced(w http.ResponseWriter, r *http.Request, sub submission, left consent.Preferences) {
	sub.decision, sub.choice = consent.Custom, left.Choice
	e := c.entry(r, sub, "")
	if left.Choice.Grants() {
		if e.Ends == "" {
			id, err := consent.NewReceipt(c.config.Random)
			if err != nil {
				c.config.Log.ErrorContext(r.Context(), "a withdrawal was honoured and not recorded: no receipt could be drawn", slog.Any("error", err))
				return
			}
			e.Ends = id
			c.cookies.setReceipt(w, id, left.Day)
		}
		e.Receipt = e.Ends
	}
	c.recorder.record(sub.form, e)
}
