package command

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"

	"charte/handlers"
	"charte/internal/consent"
	"charte/internal/content"
)

// keeper keeps the last good content for a start on a broken edit.
type keeper interface {
	KeepContent(ctx context.Context, packed []byte) error
	Content(context.Context) ([]byte, error)
}

// reloader keeps what is served in step with the content folder. What is broken
// is never served: the last good content is, until the folder is mended.
type reloader struct {
	flags  contentFlags
	config handlers.Config // all but the content
	kept   keeper
	log    *slog.Logger
	// told learns of each attempt; a nil error is a success.
	told func(handlers.Config, error)

	live *handlers.Live

	mu     sync.Mutex // one reload at a time; guards what follows
	served string     // hash of the content that is served
	state  content.State
}

// start serves the folder's content or, if that has a fault, the content that the
// registry kept, unless strict. It fails without a folder, with one that cannot be
// read, and where nothing was kept.
func (r *reloader) start(ctx context.Context, strict bool) error {
	packed, err := r.flags.pack()
	if err != nil {
		return err
	}
	err = r.serve(ctx, packed)
	if err == nil || strict || r.flags.Content == "" {
		return err
	}
	kept, errKept := r.kept.Content(ctx)
	if errors.Is(errKept, consent.ErrNotFound) {
		return err
	}
	if errKept = errors.Join(errKept, r.serve(ctx, kept)); errKept != nil {
		return errors.Join(err, errKept)
	}
	r.fail(ctx, err)
	return nil
}

// reload serves the folder's content as it is now. A broken one is told in the
// log and changes nothing.
func (r *reloader) reload(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	packed, err := r.flags.pack()
	if err == nil && packed.Hash() == r.served {
		mended := r.state.Fault != ""
		r.state.Fault, r.state.Tried = "", r.config.Now()
		if mended {
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

// serve takes a content up.
func (r *reloader) serve(ctx context.Context, packed content.Pack) error {
	next := r.config
	if err := r.flags.unpack(packed, &next); err != nil {
		return err
	}
	var err error
	if r.live == nil {
		r.live, err = handlers.New(ctx, next)
	} else {
		err = r.live.Swap(ctx, next)
	}
	if err != nil {
		return err
	}
	for _, warning := range next.Charters.Warnings {
		r.log.Warn(warning.Error())
	}
	warnMissingTexts(r.log, next)
	r.config, r.served = next, packed.Hash()
	r.state = content.State{Since: next.Now(), Tried: next.Now()}
	r.told(next, nil)
	if packed == nil {
		return nil
	}
	if err := r.kept.KeepContent(ctx, packed); err != nil { // it is good all the same
		r.log.ErrorContext(ctx, "the content is served but could not be kept for the next start", slog.Any("error", err))
	}
	return nil
}

// fail tells, a line each, what is wrong with the folder's content.
func (r *reloader) fail(ctx context.Context, err error) {
	r.state.Fault, r.state.Tried = err.Error(), r.config.Now()
	r.told(r.config, err)
	for fault := range strings.Lines(err.Error()) {
		r.log.ErrorContext(ctx, "the content is broken, so the last good one is served", slog.String("fault", strings.TrimSpace(fault)))
	}
}

// now returns what is served.
func (r *reloader) now() (handlers.Config, content.State) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.config, r.state
}
