package handlers

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"charte/internal/consent"
)

// How long a visitor waits for a registry that does not answer. A refusal waits
// less: it is honoured either way, and what became of its record is seen to after
// the answer. A grant waits until it is certain that there is a record, or none.
const (
	grantPatience   = 25 * time.Second // under the server's write timeout
	refusalPatience = 3 * time.Second
	recordPatience  = 25 * time.Second
	textPatience    = 3 * time.Second
)

// Spool keeps the entry of a refusal or a withdrawal that was honoured and could
// not be recorded, until it can be.
type Spool interface {
	Keep(consent.Entry) error
}

// record records a refusal, or what is left of a grant, citing the form's text if
// we served it. What cannot be recorded waits in the spool, and only once that is
// certain, so that it is not recorded twice. A visitor who goes away meanwhile
// changes nothing: they have decided.
func (s *service) record(f choiceForm, e consent.Entry) {
	done := make(chan struct{})
	s.late.Go(func() {
		defer close(done)
		s.recordOrKeep(f, e)
	})
	patience := time.NewTimer(refusalPatience)
	defer patience.Stop()
	select {
	case <-done:
	case <-patience.C:
	}
}

func (s *service) recordOrKeep(f choiceForm, e consent.Entry) {
	ctx, cancel := context.WithTimeout(context.Background(), recordPatience)
	defer cancel()
	err := s.tryToRecord(ctx, f, &e)
	if err == nil {
		return
	}
	s.Log.ErrorContext(ctx, "a refusal or withdrawal was honoured and could not be recorded", slog.Any("error", err))
	if err := s.Spool.Keep(e); err != nil {
		s.Log.ErrorContext(ctx, "it will not be recorded later either", slog.Any("error", err))
	}
}

// tryToRecord turns a panic into an error: this runs beside the request, where
// nothing else would catch it. What it says may hold anything, so it is left out.
func (s *service) tryToRecord(ctx context.Context, f choiceForm, e *consent.Entry) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic of type %T\n%s", cause, debug.Stack())
		}
	}()
	if state, err := s.judgeText(ctx, e.Language, f); err == nil && state != textUnknown {
		e.Text = f.text
	}
	_, err = s.Registry.Append(ctx, *e)
	return err
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
	s.record(sub.form, e)
}
