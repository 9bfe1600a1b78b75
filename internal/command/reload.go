package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"charte/handlers"
	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/metrics"
)

// keeper stores the last good content, for a start on a broken edit.
type keeper interface {
	KeepContent(ctx context.Context, packed []byte) error
	Content(context.Context) ([]byte, error)
}

// reloader serves the content folder as it is now. A content with a fault that
// stops the start is never served: the last good one is, until the folder is
// corrected.
type reloader struct {
	source  content.Source
	config  handlers.Config
	rules   rules
	kept    keeper
	metrics *metrics.Metrics
	clock   func() time.Time
	log     *slog.Logger

	server *handlers.Server

	mu     sync.Mutex // one reload at a time; guards what follows
	served string     // hash of the content that is served
	state  content.State
	faults []check.Told // of what is served
}

// start serves the folder's content or, if that has a fault, the content that the
// registry kept, unless the rules are strict. It fails without a folder, with one
// that cannot be read, and where nothing was kept.
func (r *reloader) start(ctx context.Context) error {
	packed, err := r.source.Pack()
	if err != nil {
		return err
	}
	err = r.serve(ctx, packed)
	if err == nil || r.rules.strict || r.source.Dir == "" {
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

// follow reloads the content after each change that the watcher reports and on
// SIGHUP, until the function that it returns is called.
func (r *reloader) follow(ctx context.Context, changes *content.Watcher) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	done := make(chan struct{})
	go func() {
		defer close(done)
		changes.Follow(ctx, hangups, func() { r.reload(ctx) })
	}()
	return func() { signal.Stop(hangups); cancel(); <-done }
}

// reload serves the folder's content as it is now. If it has a fault, reload logs it
// and changes nothing.
func (r *reloader) reload(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	packed, err := r.source.Pack()
	if err == nil && packed.Hash() == r.served {
		corrected := r.state.Fault != ""
		r.state.Fault, r.state.Tried = "", r.clock()
		if corrected {
			r.log.InfoContext(ctx, "the content is again the one that is served")
			r.report(nil)
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

// serve serves a content, unless a rule forbids it.
func (r *reloader) serve(ctx context.Context, packed content.Pack) error {
	next, err := r.source.Load(packed)
	if err != nil {
		return err
	}
	faults, err := r.rules.judge(next, packed)
	if err != nil {
		return err
	}
	if r.server == nil {
		r.server, err = handlers.New(ctx, r.config, next)
	} else {
		err = r.server.Swap(ctx, next)
	}
	if err != nil {
		return err
	}
	r.served, r.faults = packed.Hash(), faults
	r.state = content.State{Since: r.clock(), Tried: r.clock()}
	r.warn(next)
	r.report(nil)
	if packed == nil {
		return nil
	}
	if err := r.kept.KeepContent(ctx, packed); err != nil { // the content is good all the same
		r.log.ErrorContext(ctx, "the content is served but could not be stored for the next start", slog.Any("error", err))
	}
	return nil
}

// warn logs what is wrong with what is served, a line each.
func (r *reloader) warn(served *content.Content) {
	for _, warning := range served.Charter.Warnings {
		r.log.Warn(warning.Error())
	}
	for _, lang := range served.Charter.Languages {
		if missing := served.Texts.Missing(lang); len(missing) > 0 {
			r.log.Warn("texts are missing and are shown in the original language",
				"file", "locales/active."+lang+".toml", "count", len(missing), "first", missing[0])
		}
	}
	for _, fault := range r.faults {
		r.log.Warn("what is served has a fault; correct it, and run charte check", slog.String("fault", fault.Err().Error()))
	}
}

// fail logs, a line each, what is wrong with the folder's content.
func (r *reloader) fail(ctx context.Context, err error) {
	r.state.Fault, r.state.Tried = err.Error(), r.clock()
	r.report(err)
	for fault := range strings.Lines(err.Error()) {
		r.log.ErrorContext(ctx, "the content is broken, so the last good one is served", slog.String("fault", strings.TrimSpace(fault)))
	}
}

// report shows in the metrics how a reading of the content ended.
func (r *reloader) report(err error) {
	r.metrics.Loaded(r.clock(), err)
	if err == nil {
		r.metrics.Faults(len(r.faults))
		r.metrics.InForce(r.server.Pages().Scope().ID(), r.server.Versions())
	}
}

// status returns the state of the content, and the faults of what is served.
func (r *reloader) status() (content.State, []check.Told) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state, r.faults
}

// now returns the content that is served, for the self-test.
func (r *reloader) now(builtIn check.Input) served {
	r.mu.Lock()
	defer r.mu.Unlock()
	return served{hash: r.served, pages: r.server.Pages(), builtIn: builtIn}
}
