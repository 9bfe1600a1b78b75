package command

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"golang.org/x/sync/errgroup"

	"charte/handlers"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/message"
	"charte/internal/metrics"
	"charte/internal/proof"
	"charte/internal/spool"
	"charte/internal/store"
	"charte/internal/wire"
)

// Run serves until ctx is done, then completes the requests in flight. Under systemd, a
// start that fails for a reason that may end by itself is followed by [serveCommand.standIn].
func (c *serveCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	log, flush := newLog(stderr)
	defer flush()
	for _, problem := range c.env.unused() {
		log.Warn("a setting is not used", "setting", problem.String())
	}
	given, err := takePassed()
	if err != nil {
		return misconfigured(err)
	}
	started := false
	listener, err := c.addressFlags.listen(given.public)
	if err == nil {
		defer listener.Close()
		err = c.start(ctx, resources{passed: given, listener: listener, log: log, ready: func(base string) {
			started = true
			fmt.Fprintln(stdout, wordsOf(c.env.environ()).Say(message.Of("Charte serves %s/", base)))
		}})
	}
	if err == nil || started || ExitStatus(err) == exitConfiguration || !c.supervised(given) {
		return err
	}
	return c.standIn(ctx, listener, log, stderr, err)
}

// resources holds what start opened for serve. start closes it.
type resources struct {
	passed
	listener, operator net.Listener // operator is nil if --admin is off
	log                *slog.Logger
	config             handlers.Config // without content, tally and observer
	retention          proof.Retention
	changes            *content.Watcher
	packed             content.Pack // the content folder at start
	registry           consent.Registry
	spool              *spool.Spool
	ready              func(base string) // called when visitors are answered
}

// start checks what can refuse the start, then opens the registry and serves.
func (c *serveCommand) start(ctx context.Context, o resources) (err error) {
	address, err := c.readSettings(&o)
	if err != nil {
		return misconfigured(err)
	}
	if o.operator, err = c.adminFlags.listen(o.admin); err != nil {
		return err
	}
	if o.operator != nil {
		defer o.operator.Close()
	}
	o.changes = content.Watch(ctx, c.Content, o.log) // before the folder is read, so that no edit is missed
	o.packed, err = c.source().Pack()
	if err := errors.Join(err, c.recordFlags.check(), c.checkSpool(address)); err != nil {
		return err
	}
	if err := c.checkContent(ctx, o); err != nil {
		return err
	}
	if o.registry, err = c.open(ctx); err != nil {
		return err
	}
	defer o.registry.Close()
	if o.spool, err = c.openSpool(address); err != nil {
		return err
	}
	defer o.spool.Close()
	o.config.Registry, o.config.Spool, o.config.Log = o.registry, o.spool, o.log
	o.config.Now, o.config.Random = c.clock.Now, rand.Reader
	return c.explain(c.serve(ctx, o))
}

// readSettings checks the flags and sets what follows from them alone.
func (c *serveCommand) readSettings(o *resources) (registry store.Address, err error) {
	var errSettings, errRetention, errAddress error
	o.config, errSettings = c.settings(o.listener.Addr().String())
	o.retention, errRetention = c.retention()
	registry, errAddress = c.address()
	return registry, errors.Join(errSettings, errRetention, errAddress)
}

// serve loads the content, starts upkeep and serves visitors and operator.
func (c *serveCommand) serve(ctx context.Context, o resources) error {
	tally, figures, log := proof.NewTally(c.clock.Now), metrics.New(build()), o.log
	figures.Spool(o.spool.Waiting, o.spool.Lost)
	o.config.Registry, o.config.Tally, o.config.Observer = measured{o.registry, c.clock.Now, figures}, tally, figures
	last, err := readLastServed(ctx, o.registry, configuration(o.config, o.retention))
	if err != nil {
		return err
	}
	reloader := &reloader{source: c.source(), config: o.config, store: o.registry, metrics: figures, clock: c.clock.Now, log: log,
		rules: rules{env: c.env, settings: c.settingsOf(o.config, o.retention), strict: c.Strict, last: last}}
	pages, test, err := c.operatorPages(o, reloader, figures)
	if err != nil {
		return err
	}
	if err := reloader.start(ctx, o.packed); err != nil {
		return err
	}
	defer reloader.follow(ctx, o.changes)()
	if err := noteConfiguration(ctx, o.registry, o.config, o.retention); err != nil {
		return err
	}
	defer (&upkeep{registry: o.registry, tally: tally, spool: o.spool, retention: o.retention, clock: c.clock, started: c.clock.Now(), log: log,
		metrics: figures, foreignChoices: figures.Strangers, wrote: figures.Wrote}).start(ctx)()
	servers, ctx := errgroup.WithContext(ctx)
	if o.operator != nil {
		go test.run(ctx) // so that the first visit finds the report
		log.Info("the operator's pages are open", "address", "http://"+reachable(c.Admin, o.operator.Addr().String())+"/")
		servers.Go(func() error { return serve(ctx, o.operator, pages, log) })
	}
	o.ready(o.config.BaseURL.String())
	servers.Go(func() error { return serve(ctx, o.listener, reloader.server, log) })
	if err := notifyReady(); err != nil {
		log.Warn("could not notify systemd; it may restart the service", "error", err)
	}
	defer time.AfterFunc(gcDelay, TuneMemory).Stop()
	err = servers.Wait()
	reloader.server.Wait()
	return err
}

// newLog returns a logger that writes text to a terminal and JSON to anything else.
// flush blocks until the last line is written.
func newLog(stderr io.Writer) (log *slog.Logger, flush func()) {
	file, ok := stderr.(*os.File)
	switch {
	case ok && isatty.IsTerminal(file.Fd()):
		return slog.New(explained{slog.NewTextHandler(stderr, nil)}), func() {}
	case ok:
		lines := wire.NewLog(file)
		return slog.New(explained{lines.Handler(slog.NewJSONHandler(lines, nil))}), func() { lines.Close() }
	}
	return slog.New(explained{slog.NewJSONHandler(stderr, nil)}), func() {}
}
