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

// Run serves until the context ends, then finishes what is in flight.
func (c *serveCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	log, written := newLog(stderr)
	defer written()
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
	keep, err := c.retention()
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
	waiting, err := c.openSpool(address)
	if err != nil {
		return err
	}
	defer waiting.Close()
	config.Registry, config.Spool, config.Log = registry, waiting, log
	config.Now, config.Random = c.clock.Now, rand.Reader
	return c.serve(ctx, stdout, opened{given, listener, config, keep, registry, waiting})
}

// opened is what serve stands on: checked, open, and closed by Run.
type opened struct {
	passed
	listener net.Listener
	config   handlers.Config // all but the content, and those who count
	keep     proof.Retention
	registry consent.Registry
	waiting  *spool.Spool
}

func (c *serveCommand) serve(ctx context.Context, stdout io.Writer, o opened) error {
	tally, figures, log := proof.NewTally(c.clock.Now), metrics.New(build()), o.config.Log
	figures.Spool(o.waiting.Waiting, o.waiting.Lost)
	o.config.Registry, o.config.Tally, o.config.Observer = measured{o.registry, c.clock.Now, figures}, tally, figures
	changes := content.Watch(ctx, c.Content, log) // before the folder is read, so that no edit is missed
	before, err := servedBefore(ctx, o.registry, configuration(o.config, o.keep))
	if err != nil {
		return err
	}
	reloader := &reloader{source: c.source(), config: o.config, kept: o.registry, metrics: figures, clock: c.clock.Now, log: log,
		rules: rules{env: c.env, settings: c.settingsOf(o.config, o.keep), strict: c.Strict, before: before}}
	if err := reloader.start(ctx); err != nil {
		return err
	}
	defer reloader.follow(ctx, changes)()
	if err := noteConfiguration(ctx, o.registry, o.config, o.keep); err != nil {
		return err
	}
	defer (&upkeep{registry: o.registry, tally: tally, spool: o.waiting, retention: o.keep, clock: c.clock, started: c.clock.Now(), log: log,
		metrics: figures, strangers: figures.Strangers, wrote: figures.Wrote}).start(ctx)()
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
	if err := tellReady(); err != nil {
		log.Warn("could not notify systemd; it may restart the service", "error", err)
	}
	defer time.AfterFunc(settled, Settle).Stop()
	err = servers.Wait()
	reloader.server.Wait()
	return err
}

// newLog writes text for a person at a terminal, JSON for anything else. written
// waits for the last line.
func newLog(stderr io.Writer) (log *slog.Logger, written func()) {
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
