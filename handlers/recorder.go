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

// Timeouts of the registry's operations. A response to a refusal is sent after
// refusalTimeout at the latest, since the refusal is honoured in any case and is
// recorded or spooled afterwards. A grant is sent only after its record is durable.
const (
	grantTimeout   = 25 * time.Second // under the server's write timeout
	refusalTimeout = 3 * time.Second
	recordTimeout  = 25 * time.Second
	textTimeout    = 3 * time.Second
)

// Spool stores the entries of refusals and withdrawals that were honoured but could
// not be recorded, until they can be.
type Spool interface {
	Keep(consent.Entry) error
}

// recorder records refusals and withdrawals. It returns no errors, because these are
// honoured even without a record.
type recorder struct {
	registry Registry
	texts    *texts
	spool    Spool
	log      *slog.Logger
	late     *sync.WaitGroup // records written after the response
}

// record records a refusal, or the rest of a reduced grant. The record cites the
// form's text version if it was served here. It blocks for at most refusalTimeout and
// continues in the background. The request's context does not cancel it: a visitor
// who closes the page has still decided.
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

// recordOrSpool records an entry. It spools the entry only after Append has failed,
// so that it is not recorded twice.
func (k *recorder) recordOrSpool(f choiceForm, e consent.Entry) {
	ctx, cancel := context.WithTimeout(context.Background(), recordTimeout)
	defer cancel()
	err := k.tryToRecord(ctx, f, &e)
	if err == nil {
		return
	}
	k.log.ErrorContext(ctx, "a refusal or withdrawal was honoured but could not be recorded; spooling it", slog.Any("error", err))
	if err := k.spool.Keep(e); err != nil {
		k.log.ErrorContext(ctx, "could not spool a refusal or withdrawal; it is lost; check the disk and --spool", slog.Any("error", err))
	}
}

// tryToRecord records an entry. It turns a panic into an error, because it runs in a
// goroutine that the recoverer does not cover. The error leaves out the panic's
// value, which may contain visitor data.
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
