package command

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"charte/handlers"
	"charte/internal/check"
	"charte/internal/content"
	"charte/internal/metrics"
)

// contentStore stores the last valid content, for a start with a broken folder.
type contentStore interface {
	KeepContent(ctx context.Context, packed []byte) error
	Content(context.Context) ([]byte, error)
	coverageStore
}

// reloader loads the content folder at start and after each change. While the folder
// has a fault that prevents it from being served, the last valid content is served.
type reloader struct {
	source  content.Source
	config  handlers.Config
	rules   rules
	store   contentStore
	metrics *metrics.Metrics
	clock   func() time.Time
	log     *slog.Logger

	server *handlers.Server

	mu     sync.Mutex // held during a reload; guards the fields below
	served string     // hash of the served content
	state  content.State
	faults []check.Reported // in the served content
}

// start serves the packed folder or, if that has a fault and the rules are not
// strict, the content stored in the registry. It fails if no content is stored.
func (r *reloader) start(ctx context.Context, packed content.Pack) error {
	broken, err := r.rules.orStored(ctx, r.source, r.store.Content, packed, func(packed content.Pack) error { return r.serve(ctx, packed) })
	if broken != nil {
		r.fail(ctx, broken)
	}
	return err
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
		corrected := r.state.Fault != nil
		r.state.Fault, r.state.Tried = nil, r.clock()
		if corrected {
			r.log.InfoContext(ctx, "the content folder is valid again and matches the served content")
			r.measure(nil)
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

// serve loads a content, applies the rules, serves it and stores it in the registry.
func (r *reloader) serve(ctx context.Context, packed content.Pack) error {
	next, faults, err := judge(r.source, r.rules, packed)
	if err != nil {
		return err
	}
	if r.server == nil {
		if err := r.coverReading(ctx, next, packed); err != nil {
			return err
		}
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
	r.measure(nil)
	if packed == nil {
		return nil
	}
	if err := r.store.KeepContent(ctx, packed); err != nil { // the content is valid all the same
		r.log.ErrorContext(ctx, "the content is served but could not be stored for the next start", slog.Any("error", err))
	}
	return nil
}

// warn logs each fault of the served content.
func (r *reloader) warn(served *content.Content) {
	for _, warning := range served.Charter.Warnings {
		r.log.Warn(warning.Error())
	}
	for _, lang := range served.Charter.Languages {
		if missing := served.Texts.Missing(lang); len(missing) > 0 {
			r.log.Warn("texts are missing and are shown in another language",
				"file", "locales/active."+lang+".toml", "count", len(missing), "first", missing[0])
		}
	}
	for _, fault := range r.faults {
		r.log.Warn("the served content or a setting has a fault; correct it and run charte check", slog.String("fault", fault.Err().Error()))
	}
}

// fail stores and logs the faults of the folder's content, one line each.
func (r *reloader) fail(ctx context.Context, err error) {
	r.state.Fault, r.state.Tried = err, r.clock()
	r.measure(err)
	for fault := range strings.Lines(err.Error()) {
		r.log.ErrorContext(ctx, "the content is broken, so the last good one is served", slog.String("fault", strings.TrimSpace(fault)))
	}
}

// measure sets the metrics after an attempt to load the content.
func (r *reloader) measure(err error) {
	r.metrics.Loaded(r.clock(), err)
	if err == nil {
		r.metrics.Faults(len(r.faults))
		r.metrics.InForce(r.server.Pages().Scope().ID(), r.server.Versions())
	}
}

// status returns the state of the folder's content and the faults of the served one.
func (r *reloader) status() (content.State, []check.Reported) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state, r.faults
}

// current returns the served content, for the self-test.
func (r *reloader) current(builtIn check.Input) servedContent {
	r.mu.Lock()
	defer r.mu.Unlock()
	return servedContent{hash: r.served, pages: r.server.Pages(), builtIn: builtIn}
}
