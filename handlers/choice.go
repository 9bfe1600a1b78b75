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
	"charte/views"
)

// submission is one POST on its way: what was sent, by whom, and what it means.
type submission struct {
	form     choiceForm
	visitor  visitor
	code     string
	choice   consent.Choice
	decision consent.Decision
	// withdrawn is what was done about cookies that are not granted any more.
	withdrawn withdrawal
}

// choiceCreate takes a choice. The order is a matter of law and of safety:
// limits, origin, meaning, durable record, cookie, redirect. No record, no
// grant; a refusal always (P-04).
func (s *service) choiceCreate(w http.ResponseWriter, r *http.Request) error {
	code, err := s.language(r)
	if err != nil {
		return err
	}
	w.Header()["Vary"] = s.lines.varyPage
	form, err := parseChoiceForm(w, r)
	if failed := (failure{}); errors.As(err, &failed) {
		return err
	}
	sub := submission{form: form, code: code, visitor: s.visitor(w, r), decision: form.decision}
	sub.visitor.back = s.Portals.Parse(form.back)
	if err == nil {
		err = s.checkOrigin(r, &sub)
	}
	if err == nil {
		sub.choice, err = s.meaning(form)
	}
	if wrong := (problem{}); errors.As(err, &wrong) {
		return s.showAgain(w, r, http.StatusBadRequest, sub, wrong)
	}
	if err != nil {
		return err
	}
	if sub.choice.Grants() {
		return s.grant(w, r, sub)
	}
	return s.refuse(w, r, sub)
}

// checkOrigin refuses forms that another site sent. A client that sends neither
// Sec-Fetch-Site nor Origin, such as w3m or links, may refuse without evidence, and
// may grant only with a Referer of this service.
func (s *service) checkOrigin(r *http.Request, sub *submission) error {
	if s.origin.Check(r) != nil {
		if r.Header.Get("Origin") == "null" {
			return fail(http.StatusForbidden, "sandboxed") // a page with no origin of its own (B-12)
		}
		return fail(http.StatusForbidden, "forbidden")
	}
	if r.Header.Get("Sec-Fetch-Site") != "" || r.Header.Get("Origin") != "" {
		return nil
	}
	if choice, err := s.meaning(sub.form); err != nil || !choice.Grants() {
		return nil
	}
	switch s.refererOrigin(r) {
	case s.origins[0]:
		return nil
	case "":
		return fail(http.StatusForbidden, "unproven")
	}
	return fail(http.StatusForbidden, "forbidden")
}

// meaning turns the form into a choice.
func (s *service) meaning(f choiceForm) (consent.Choice, error) {
	choice, err := f.decision.Choice(s.asked, f.purposes)
	if errors.Is(err, consent.ErrUnknownPurpose) {
		return nil, problem{key: "problem_purpose"}
	}
	if err != nil {
		return nil, problem{key: "problem_decision"}
	}
	if f.decision == consent.Seen && s.mode() != charter.Notice {
		return nil, problem{key: "problem_decision"}
	}
	return choice, nil
}

// refuse honours a refusal whatever happens around it.
func (s *service) refuse(w http.ResponseWriter, r *http.Request, sub submission) error {
	if s.limiter.reached(r) {
		s.Observer.Limited()
	} else {
		s.record(sub.form, s.entry(r, sub, ""))
	}
	s.setPreferences(w, r, consent.NewPreferences(sub.choice, s.Now(), s.terms.Scope), s.Now())
	s.endReceipt(w, r)
	sub.withdrawn = s.withdraw(w, r, sub.visitor.back.URL, sub.visitor.verdict.Preferences.Choice, sub.choice)
	return s.sendBack(w, sub)
}

// grant records, then grants. What stands in the way of the record stands in
// the way of the grant.
func (s *service) grant(w http.ResponseWriter, r *http.Request, sub submission) error {
	if s.mode() != charter.Ask {
		return s.withhold(w, r, sub, http.StatusConflict, problem{key: "problem_text_stale"})
	}
	if s.limiter.reached(r) {
		w.Header().Set("Retry-After", strconv.Itoa(int(s.RateWindow.Seconds())))
		return s.withhold(w, r, sub, http.StatusTooManyRequests, problem{key: "problem_rate"})
	}
	ctx, cancel := context.WithTimeout(r.Context(), grantPatience)
	defer cancel()
	state, err := s.judgeText(ctx, sub.code, sub.form)
	switch {
	case err != nil:
		s.Log.ErrorContext(r.Context(), "the registry could not be asked for a text", slog.Any("error", err))
		return s.withhold(w, r, sub, http.StatusServiceUnavailable, problem{key: "problem_unavailable"})
	case state == textOutdated:
		return s.withhold(w, r, sub, http.StatusConflict, problem{key: "problem_text_stale"})
	case state == textUnknown:
		return s.withhold(w, r, sub, http.StatusConflict, problem{key: "problem_text_missing"})
	}
	entry := s.entry(r, sub, sub.form.text)
	if entry.Receipt, err = consent.NewReceipt(s.Random); err != nil {
		return err
	}
	if _, err := s.Registry.Append(ctx, entry); err != nil {
		s.Log.ErrorContext(r.Context(), "a choice could not be recorded, so nothing was granted", slog.Any("error", err))
		return s.withhold(w, r, sub, http.StatusServiceUnavailable, problem{key: "problem_unavailable"})
	}
	s.setPreferences(w, r, consent.NewPreferences(sub.choice, s.Now(), s.terms.Scope), s.Now())
	s.setReceipt(w, entry.Receipt, s.Now())
	sub.withdrawn = s.withdraw(w, r, sub.visitor.back.URL, sub.visitor.verdict.Preferences.Choice, sub.choice)
	return s.sendBack(w, sub)
}

// withhold answers a choice that cannot be granted now. What it withdraws is
// honoured all the same: the new cookie holds what was validly granted before
// and is asked for again, under its first date. A choice that only withdraws is
// thereby done.
func (s *service) withhold(w http.ResponseWriter, r *http.Request, sub submission, status int, why problem) error {
	had := sub.visitor.verdict
	if had.Valid {
		left := had.Preferences.Choice.And(sub.choice)
		if !had.Preferences.Choice.Within(left) {
			p := consent.Preferences{Choice: left, Day: had.Preferences.Day, Scope: s.terms.Scope.ID()}
			s.setPreferences(w, r, p, p.Day)
			if status == http.StatusTooManyRequests {
				s.Observer.Limited()
			} else {
				s.recordReduced(w, r, sub, p)
			}
			if !left.Grants() {
				s.endReceipt(w, r)
			}
			sub.withdrawn = s.withdraw(w, r, sub.visitor.back.URL, had.Preferences.Choice, left)
			if sub.choice.Within(left) {
				return s.sendBack(w, sub)
			}
		}
	}
	return s.showAgain(w, r, status, sub, why)
}

// entry is what goes into the registry.
func (s *service) entry(r *http.Request, sub submission, text string) consent.Entry {
	e := consent.Entry{
		Time:     s.Now().UTC(),
		Decision: sub.decision,
		Choice:   sub.choice,
		Scope:    s.terms.Scope.Hash(),
		Text:     text,
		Language: sub.code,
		Portal:   sub.visitor.back.Portal,
		GPC:      sub.visitor.signal,
	}
	if had := sub.visitor.verdict; had.Valid && had.Preferences.Choice.Grants() {
		e.Ends = s.receipt(r)
	}
	return e
}

// sendBack redirects with 303, so that the form is never sent on (B-11): from
// the banner to the page that the visitor came from, from the charter to the
// charter with its confirmation.
func (s *service) sendBack(w http.ResponseWriter, sub submission) error {
	target := sub.visitor.back.URL
	if target == "" {
		target = s.Portals.Home()
	}
	if sub.form.surface == consent.Charter {
		target = "/" + sub.code + "/?done=" + string(sub.decision)
		if back := sub.visitor.back.URL; back != "" {
			target += "&return=" + url.QueryEscape(back)
		}
		if told := sub.withdrawn.query(); told != "" {
			target += "&" + told
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", target)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// showAgain shows the form with what is wrong, the visitor's boxes kept.
func (s *service) showAgain(w http.ResponseWriter, r *http.Request, status int, sub submission, why problem) error {
	notice := &views.StatusNotice{
		Words: s.words[sub.code], Problem: why.key, ProblemData: why.data, Back: safe(sub.visitor.back.URL),
	}
	if sub.form.surface == consent.Charter {
		ticked, err := sub.form.decision.Choice(s.asked, sub.form.purposes)
		if err != nil || sub.form.decision == consent.Accept {
			ticked = sub.visitor.verdict.Preferences.Choice
		}
		return s.showCharter(w, r, status, sub.code, sub.visitor, ticked, notice)
	}
	w.Header()["Content-Security-Policy"] = s.lines.again
	return s.ask(w, r, status, sub.code, sub.visitor, notice)
}
