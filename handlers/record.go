package handlers

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"charte/internal/consent"
)

// How long a visitor waits for a registry that does not answer. A refusal waits
// less: it is honoured either way.
const (
	grantPatience   = 10 * time.Second
	refusalPatience = 3 * time.Second
	textPatience    = 3 * time.Second
)

// Spool keeps the entry of a refusal or a withdrawal that was honoured and could
// not be recorded, until it can be.
type Spool interface {
	Keep(consent.Entry) error
}

// record records a refusal, or what is left of a grant, citing the form's text if
// we served it; what cannot be recorded now waits in the spool. A visitor who
// goes away meanwhile changes nothing: they have decided.
func (s *service) record(r *http.Request, f choiceForm, e consent.Entry) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), refusalPatience)
	defer cancel()
	if state, err := s.judgeText(ctx, e.Language, f); err == nil && state != textUnknown {
		e.Text = f.text
	}
	_, err := s.Registry.Append(ctx, e)
	if err == nil {
		return
	}
	s.Log.ErrorContext(ctx, "a refusal or withdrawal was honoured and could not be recorded", slog.Any("error", err))
	if err := s.Spool.Keep(e); err != nil {
		s.Log.ErrorContext(ctx, "it will not be recorded later either", slog.Any("error", err))
	}
}

// recordReduced records what is left of a grant of which a part was taken back.
// The grant goes on under its receipt. A visitor who brings none is given one,
// so that what goes on can still be shown to them.
func (s *service) recordReduced(w http.ResponseWriter, r *http.Request, sub submission, left consent.Preferences) {
	sub.decision, sub.choice = consent.Custom, left.Choice
	e := s.entry(r, sub, "")
	if left.Choice.Grants() {
		if e.Ends == "" {
			id, err := consent.NewReceipt(s.Random)
			if err != nil {
				s.Log.ErrorContext(r.Context(), "a withdrawal was honoured and not recorded", slog.Any("error", err))
				return
			}
			e.Ends = id
			s.setReceipt(w, id, left.Day)
		}
		e.Receipt = e.Ends
	}
	s.record(r, sub.form, e)
}
