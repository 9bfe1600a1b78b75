package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"charte/handlers"
	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/content"
)

// keeper stores the last good content, for a start on a broken edit.
type keeper interface {
	KeepContent(ctx context.Context, packed []byte) error
	Content(context.Context) ([]byte, error)
}

// reloader keeps what is served in step with the content folder. A content with a
// fault that stops the start is never served: the last good one is, until the folder
// is corrected.
type reloader struct {
	flags  contentFlags
	config handlers.Config // all but the content
	rules  rules
	kept   keeper
	log    *slog.Logger
	// told learns of each attempt; a nil error is a success.
	told func(handlers.Config, error)

	live *handlers.Live

	mu     sync.Mutex // one reload at a time; guards what follows
	served string     // hash of the content that is served
	state  content.State
	faults []check.Told // of what is served
}

// start serves the folder's content or, if that has a fault, the content that the
// registry kept, unless the rules are strict. It fails without a folder, with one
// that cannot be read, and where nothing was kept.
func (r *reloader) start(ctx context.Context) error {
	packed, err := r.flags.pack()
	if err != nil {
		return err
	}
	err = r.serve(ctx, packed)
	if err == nil || r.rules.strict || r.flags.Content == "" {
		return err
	}
	kept, errKept := r.kept.Content(ctx)
	if errors.Is(errKept, consent.ErrNotFound) {
		return err
	}
	if errKept == nil {
		errKept = r.serve(ctx, kept)
	}
	if errKept != nil && errKept.Error() != err.Error() { // a fault of the settings is in both
		return errors.Join(err, fmt.Errorf("the content served last cannot be served either: %w", errKept))
	}
	if errKept != nil {
		return err
	}
	r.fail(ctx, err)
	return nil
}

// reload serves the folder's content as it is now. If it has a fault, reload logs it
// and changes nothing.
func (r *reloader) reload(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	packed, err := r.flags.pack()
	if err == nil && packed.Hash() == r.served {
		corrected := r.state.Fault != ""
		r.state.Fault, r.state.Tried = "", r.config.Now()
		if corrected {
			r.log.InfoContext(ctx, "the content is again the one that is served")
			r.told(r.config, nil)
		}
		return
	}
	if err == nil {
		err = r.serve(ctx, packed)
	}
	if err != nil {
		r.fail(ctx, err)
		return
	}
	r.log.InfoContext(ctx, "the content was reloaded", slog.String("hash", r.served))
}

// serve takes a content up, if no rule stops it.
func (r *reloader) serve(ctx context.Context, packed content.Pack) error {
	next := r.config
	from, err := r.flags.sources(packed)
	if err == nil {
		err = from.read(&next)
	}
	if err != nil {
		return err
	}
	faults, err := r.rules.judge(from, next, packed)
	if err != nil {
		return err
	}
	if r.live == nil {
		r.live, err = handlers.New(ctx, next)
	} else {
		err = r.live.Swap(ctx, next)
	}
	if err != nil {
		return err
	}
	r.config, r.served, r.faults = next, packed.Hash(), faults
	r.state = content.State{Since: next.Now(), Tried: next.Now()}
	r.warn()
	r.told(next, nil)
	if packed == nil {
		return nil
	}
	if err := r.kept.KeepContent(ctx, packed); err != nil { // it is good all the same
		r.log.ErrorContext(ctx, "the content is served but could not be kept for the next start", slog.Any("error", err))
	}
	return nil
}

// warn logs what is wrong with what is served, a line each.
func (r *reloader) warn() {
	for _, warning := range r.config.Charters.Warnings {
		r.log.Warn(warning.Error())
	}
	warnMissingTexts(r.log, r.config)
	for _, fault := range r.faults {
		r.log.Warn("what is served has a fault; correct it, and run charte check", slog.String("fault", fault.Err().Error()))
	}
}

// fail logs, a line each, what is wrong with the folder's content.
func (r *reloader) fail(ctx context.Context, err error) {
	r.state.Fault, r.state.Tried = err.Error(), r.config.Now()
	r.told(r.config, err)
	for fault := range strings.Lines(err.Error()) {
		r.log.ErrorContext(ctx, "the content is broken, so the last good one is served", slog.String("fault", strings.TrimSpace(fault)))
	}
}

// now returns what is served, and its faults.
func (r *reloader) now() (handlers.Config, content.State, []check.Told) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.config, r.state, r.faults
}
