package command

import (
	"context"
	"crypto/rand"
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
	"charte/internal/metrics"
	"charte/internal/proof"
	"charte/internal/spool"
	"charte/internal/wire"
)

// Run serves until ctx is done, then completes the requests in flight.
func (c *serveCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	log, flush := newLog(stderr)
	defer flush()
	for _, problem := range c.env.unused() {
		log.Warn("a setting is not used", "setting", problem.String())
	}
	given, err := takePassed()
	if err != nil {
		return err
	}
	listener, err := c.addressFlags.listen(given.public)
	if err != nil {
		return err
	}
	defer listener.Close()
	config, err := c.settings(listener.Addr().String())
	if err != nil {
		return err
	}
	retention, err := c.retention()
	if err != nil {
		return err
	}
	registry, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer registry.Close()
	address, err := c.address()
	if err != nil {
		return err
	}
	spooled, err := c.openSpool(address)
	if err != nil {
		return err
	}
	defer spooled.Close()
	config.Registry, config.Spool, config.Log = registry, spooled, log
	config.Now, config.Random = c.clock.Now, rand.Reader
	return c.serve(ctx, stdout, resources{given, listener, config, retention, registry, spooled})
}

// resources holds what Run opened for serve. Run closes it.
type resources struct {
	passed
	listener  net.Listener
	config    handlers.Config // without content, tally and observer
	retention proof.Retention
	registry  consent.Registry
	spool     *spool.Spool
}

// serve loads the content, starts upkeep and serves visitors and operator.
func (c *serveCommand) serve(ctx context.Context, stdout io.Writer, o resources) error {
	tally, figures, log := proof.NewTally(c.clock.Now), metrics.New(build()), o.config.Log
	figures.Spool(o.spool.Waiting, o.spool.Lost)
	o.config.Registry, o.config.Tally, o.config.Observer = measured{o.registry, c.clock.Now, figures}, tally, figures
	changes := content.Watch(ctx, c.Content, log) // started before the folder is read, so that no edit is missed
	last, err := readLastServed(ctx, o.registry, configuration(o.config, o.retention))
	if err != nil {
		return err
	}
	reloader := &reloader{source: c.source(), config: o.config, store: o.registry, metrics: figures, clock: c.clock.Now, log: log,
		rules: rules{env: c.env, settings: c.settingsOf(o.config, o.retention), strict: c.Strict, last: last}}
	if err := reloader.start(ctx); err != nil {
		return err
	}
	defer reloader.follow(ctx, changes)()
	if err := noteConfiguration(ctx, o.registry, o.config, o.retention); err != nil {
		return err
	}
	defer (&upkeep{registry: o.registry, tally: tally, spool: o.spool, retention: o.retention, clock: c.clock, started: c.clock.Now(), log: log,
		metrics: figures, foreignChoices: figures.Strangers, wrote: figures.Wrote}).start(ctx)()
	pages, err := c.operatorPages(ctx, o, reloader, figures)
	if err != nil {
		return err
	}
	admin, err := c.adminFlags.listen(o.admin)
	if err != nil {
		return err
	}
	servers, ctx := errgroup.WithContext(ctx)
	if admin != nil {
		log.Info("the operator's pages are open", "address", "http://"+reachable(c.Admin, admin.Addr().String())+"/")
		servers.Go(func() error { return serve(ctx, admin, pages, log) })
	}
	fmt.Fprintf(stdout, "Charte serves %s/\n", o.config.BaseURL)
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
		return slog.New(slog.NewTextHandler(stderr, nil)), func() {}
	case ok:
		lines := wire.NewLog(file)
		return slog.New(lines.Handler(slog.NewJSONHandler(lines, nil))), func() { lines.Close() }
	}
	return slog.New(slog.NewJSONHandler(stderr, nil)), func() {}
}
