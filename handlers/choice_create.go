package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/pages"
	"charte/internal/portal"
	"charte/views"
)

// choiceCreate answers POST /{lang}/choice. It checks size, origin and meaning of the
// form, then writes the durable record, then the cookie, then redirects. Without a
// record it grants nothing; a refusal is honoured in any case (P-04).
type choiceCreate struct {
	*service
	banner  *bannerShow
	charter *charterShow
	origin  *http.CrossOriginProtection
	asked   []consent.Purpose
}

func (s *service) choiceCreate() handler {
	return (&choiceCreate{
		service: s, banner: &bannerShow{s}, charter: &charterShow{s},
		origin: http.NewCrossOriginProtection(), asked: consent.Asked(s.pages.Content().Charter.Purposes),
	}).serve
}

// submission is the state of one POST: the visitor, the form and the choice that it
// expresses.
type submission struct {
	visit
	form     choiceForm
	choice   consent.Choice
	decision consent.Decision
	// withdrawn lists the cookies of purposes that are not granted.
	withdrawn withdrawal
	part      bool // the form was in the portal's own page
}

func (c *choiceCreate) serve(w http.ResponseWriter, r *http.Request) error {
	lang, err := c.requests.language(r)
	if err != nil {
		return err
	}
	w.Header()["Vary"] = c.answers.headers.varyPage
	form, err := parseChoiceForm(w, r)
	if failed := (failure{}); errors.As(err, &failed) {
		return err
	}
	sub := submission{form: form, visit: c.requests.visit(w, r, lang), decision: form.decision, part: has(r, pages.PartQuery)}
	if form.back != "" {
		sub.back = c.config.Portals.Parse(form.back)
	}
	if err == nil {
		err = c.checkOrigin(r, form)
	}
	if err == nil && isObjection(form.decision) {
		err = c.checkObjectable(form.purposes)
	} else if err == nil {
		sub.choice, err = c.meaning(form)
	}
	if wrong := (problem{}); errors.As(err, &wrong) {
		return c.showAgain(w, r, http.StatusBadRequest, sub, wrong)
	}
	if err != nil {
		return err
	}
	switch {
	case isObjection(form.decision):
		return c.object(w, r, sub)
	case sub.choice.Grants():
		return c.grant(w, r, sub)
	}
	return c.refuse(w, r, sub)
}

// checkOrigin rejects forms that another site sent. A client that sends neither
// Sec-Fetch-Site nor Origin, such as w3m or links, can always refuse and object, but can
// grant or take an objection back only with a Referer of this service.
func (c *choiceCreate) checkOrigin(r *http.Request, form choiceForm) error {
	if c.isForeign(r) {
		if r.Header.Get("Origin") == "null" {
			return fail(http.StatusForbidden, "sandboxed") // sent by pages with an opaque origin (B-12)
		}
		return fail(http.StatusForbidden, "forbidden")
	}
	if r.Header.Get("Sec-Fetch-Site") != "" || r.Header.Get("Origin") != "" {
		return nil
	}
	if choice, err := c.meaning(form); form.decision != consent.Allow && (err != nil || !choice.Grants()) {
		return nil
	}
	switch c.requests.refererOrigin(r) {
	case c.config.BaseURL.Origin():
		return nil
	case "":
		return fail(http.StatusForbidden, "unproven")
	}
	return fail(http.StatusForbidden, "forbidden")
}

// isForeign reports whether the browser states that another origin sent the form. Without
// Sec-Fetch-Site the scheme of Origin counts too, and the port that a proxy may add to
// Host does not.
func (c *choiceCreate) isForeign(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" && r.Header.Get("Sec-Fetch-Site") == "" {
		return origin != c.config.BaseURL.Origin()
	}
	return c.origin.Check(r) != nil
}

// meaning turns the form into a choice.
func (c *choiceCreate) meaning(f choiceForm) (consent.Choice, error) {
	choice, err := f.decision.Choice(c.asked, f.purposes)
	if errors.Is(err, consent.ErrUnknownPurpose) {
		return nil, problem{key: "problem_purpose"}
	}
	if err != nil {
		return nil, problem{key: "problem_decision"}
	}
	if f.decision == consent.Seen && c.pages.Mode() != charter.Notice {
		return nil, problem{key: "problem_decision"}
	}
	return choice, nil
}

// refuse honours a refusal even over the rate limit or without a registry.
func (c *choiceCreate) refuse(w http.ResponseWriter, r *http.Request, sub submission) error {
	if c.limiter.reached(r) {
		c.config.Observer.Limited()
	} else {
		c.recorder.record(sub.form, c.entry(r, sub, ""))
	}
	stored := c.store(w, r, sub)
	c.cookies.endReceipt(w, r)
	sub.withdrawn = c.cookies.withdraw(w, r, sub.back.URL, sub.Verdict.Preferences, stored)
	return c.sendBack(w, sub)
}

// grant records the choice, then writes the cookie. If the record fails, it grants
// nothing.
func (c *choiceCreate) grant(w http.ResponseWriter, r *http.Request, sub submission) error {
	if c.pages.Mode() != charter.Ask {
		return c.withhold(w, r, sub, http.StatusConflict, problem{key: "problem_text_stale"})
	}
	if c.limiter.reached(r) {
		w.Header().Set("Retry-After", strconv.Itoa(int(c.config.RateWindow.Seconds())))
		return c.withhold(w, r, sub, http.StatusTooManyRequests, problem{key: "problem_rate"})
	}
	ctx, cancel := context.WithTimeout(r.Context(), grantTimeout)
	defer cancel()
	state, err := c.texts.judge(ctx, sub.lang, sub.form)
	switch {
	case err != nil:
		c.config.Log.ErrorContext(r.Context(), "nothing was granted: could not look up the form's text version; check the registry", slog.Any("error", err))
		return c.withhold(w, r, sub, http.StatusServiceUnavailable, problem{key: "problem_unavailable"})
	case state == textOutdated:
		return c.withhold(w, r, sub, http.StatusConflict, problem{key: "problem_text_stale"})
	case state == textUnknown:
		return c.withhold(w, r, sub, http.StatusConflict, problem{key: "problem_text_missing"})
	}
	entry := c.entry(r, sub, sub.form.text)
	if entry.Receipt, err = consent.NewReceipt(c.config.Random); err != nil {
		return err
	}
	if _, err := c.config.Registry.Append(ctx, entry); err != nil {
		c.config.Log.ErrorContext(r.Context(), "nothing was granted: could not record the choice; check the registry", slog.Any("error", err))
		return c.withhold(w, r, sub, http.StatusServiceUnavailable, problem{key: "problem_unavailable"})
	}
	stored := c.store(w, r, sub)
	c.cookies.setReceipt(w, entry.Receipt, c.config.Now())
	sub.withdrawn = c.cookies.withdraw(w, r, sub.back.URL, sub.Verdict.Preferences, stored)
	return c.sendBack(w, sub)
}

// store writes and returns a choice that was just made, with the visitor's objection.
func (c *choiceCreate) store(w http.ResponseWriter, r *http.Request, sub submission) consent.Preferences {
	p := consent.NewPreferences(sub.choice, c.config.Now(), c.pages.Scope())
	p.Objection = c.objectionAfter(sub)
	c.cookies.setPreferences(w, r, p, c.config.Now())
	return p
}

// entry returns the registry's entry for a submission. It cites the receipt of the
// grant that the new choice ends, if there is one.
func (c *choiceCreate) entry(r *http.Request, sub submission, text string) consent.Entry {
	e := consent.Entry{
		Time:     c.config.Now().UTC(),
		Decision: sub.decision,
		Choice:   sub.choice,
		Scope:    c.pages.Scope().Hash(),
		Text:     text,
		Language: sub.lang,
		Portal:   sub.back.Portal,
		GPC:      sub.Signal,
	}
	if had := sub.Verdict; had.Valid && had.Preferences.Choice.Grants() {
		e.Ends = c.cookies.receipt(r)
	}
	return e
}

// sendBack redirects with 303, so that the browser does not repeat the POST (B-11).
// The banner leads back to the portal's page, the charter to itself with a
// confirmation.
func (c *choiceCreate) sendBack(w http.ResponseWriter, sub submission) error {
	target := sub.back.URL
	if target == "" {
		target = c.config.Portals.Home()
	}
	if sub.part {
		target += pages.PartAnchor
	}
	if sub.form.surface == consent.Charter {
		target = c.config.BaseURL.At("/" + sub.lang + "/?done=" + string(sub.decision))
		if back := sub.back.URL; back != "" {
			target += "&back=" + portal.Encode(back)
		}
		if isObjection(sub.decision) {
			target += "&" + url.Values{"purpose": sub.form.purposes}.Encode()
		}
		if reported := sub.withdrawn.query(); reported != "" {
			target += "&" + reported
		}
	}
	w.Header().Set("Cache-Control", cacheNever)
	w.Header().Set("Location", target)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// showAgain sends the form again with the problem and the visitor's boxes.
func (c *choiceCreate) showAgain(w http.ResponseWriter, r *http.Request, status int, sub submission, why problem) error {
	out := answer{visit: sub.visit, status: status, notice: &views.StatusNotice{
		Words: c.pages.Words(sub.lang), Problem: why.key, Back: sub.wayBack(),
	}}
	if sub.form.surface == consent.Charter {
		ticked, err := sub.form.decision.Choice(c.asked, sub.form.purposes)
		if err != nil || sub.form.decision == consent.Accept {
			ticked = sub.Verdict.Preferences.Choice
		}
		return c.charter.show(w, r, out, ticked)
	}
	w.Header()["Content-Security-Policy"] = c.answers.headers.standalone
	_, err := c.banner.ask(w, r, out)
	return err
}
