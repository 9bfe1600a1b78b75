package handlers

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"charte/internal/consent"
)

// How long an answer waits for a registry that does not respond. A refusal waits
// less: it is honoured either way, and recorded or spooled after the answer. A
// grant waits until it is certain whether there is a record.
const (
	grantTimeout   = 25 * time.Second // under the server's write timeout
	refusalTimeout = 3 * time.Second
	recordTimeout  = 25 * time.Second
	textTimeout    = 3 * time.Second
)

// Spool keeps the entry of a refusal or a withdrawal that was honoured and could
// not be recorded, until it can be.
type Spool interface {
	Keep(consent.Entry) error
}

// recorder records refusals and withdrawals, which are honoured whatever happens.
type recorder struct {
	registry Registry
	texts    *texts
	spool    Spool
	log      *slog.Logger
	late     *sync.WaitGroup // records that are written after the answer
}

// record records a refusal, or what is left of a grant, citing the form's text if
// it was served here. It waits for at most refusalTimeout and continues in the
// background. A visitor who goes away meanwhile changes nothing: they have decided.
func (k *recorder) record(f choiceForm, e consent.Entry) {
	done := make(chan struct{})
	k.late.Go(func() {
		defer close(done)
		k.recordOrSpool(f, e)
	})
	timeout := time.NewTimer(refusalTimeout)
	defer timeout.Stop()
	select {
	case <-done:
	case <-timeout.C:
	}
}

// recordOrSpool spools an entry only once it is certain that the registry did not
// take it, so that it is not recorded twice.
func (k *recorder) recordOrSpool(f choiceForm, e consent.Entry) {
	ctx, cancel := context.WithTimeout(context.Background(), recordTimeout)
	defer cancel()
	err := k.tryToRecord(ctx, f, &e)
	if err == nil {
		return
	}
	k.log.ErrorContext(ctx, "a refusal or withdrawal was honoured and could not be recorded; it is spooled", slog.Any("error", err))
	if err := k.spool.Keep(e); err != nil {
		k.log.ErrorContext(ctx, "it could not be spooled either and will not be recorded; check the disk and --spool", slog.Any("error", err))
	}
}

// tryToRecord turns a panic into an error: it runs beside the request, where
// nothing else would catch it. The panic's value may contain anything, so it is
// left out.
func (k *recorder) tryToRecord(ctx context.Context, f choiceForm, e *consent.Entry) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic of type %T\n%s", cause, debug.Stack())
		}
	}()
	if state, err := k.texts.judge(ctx, e.Language, f); err == nil && state != textUnknown {
		e.Text = f.text
	}
	_, err = k.registry.Append(ctx, *e)
	return err
}
