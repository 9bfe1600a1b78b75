package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"
	"golang.org/x/sync/errgroup"

	"charte/handlers"
	"charte/internal/metrics"
	"charte/internal/proof"
)

// Run serves until the context ends, then finishes what is in flight.
func (c *serveCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	log := newLog(stderr)
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
	waiting, err := c.openSpool(c.Registry)
	if err != nil {
		return err
	}
	defer waiting.Close()
	tally, figures := proof.NewTally(time.Now), metrics.New(build())
	config.Registry, config.Spool, config.Tally, config.Log = measured{registry, figures}, waiting, tally, log
	config.Observer = figures
	figures.Spool(waiting.Waiting, waiting.Lost)
	config.Now, config.Random = time.Now, rand.Reader
	changes := c.watch(ctx, log) // before the folder is read, so that no edit falls between
	content := &reloader{flags: c.contentFlags, config: config, kept: registry, log: log}
	content.told = tell(figures, content)
	if err := content.start(ctx, c.Strict); err != nil {
		return err
	}
	defer keepUp(ctx, content, changes)()
	if err := noteConfiguration(ctx, registry, config, keep); err != nil {
		return err
	}
	defer (&upkeep{registry, tally, waiting, keep, time.Now(), log}).start(ctx)()
	pages, err := c.pages(registry, content, figures)
	if err != nil {
		return err
	}
	admin, err := c.adminFlags.listen(given.admin)
	if err != nil {
		return err
	}
	servers, ctx := errgroup.WithContext(ctx)
	if admin != nil {
		log.Info("the operator's pages are open", "address", "http://"+reachable(c.Admin, admin.Addr().String())+"/")
		servers.Go(func() error { return serve(ctx, admin, pages, log) })
	}
	fmt.Fprintf(stdout, "Charte serves %s/\n", config.BaseURL)
	servers.Go(func() error { return serve(ctx, listener, content.live, log) })
	err = servers.Wait()
	content.live.Settle()
	return err
}

// watch tells of each change in the content folder; never, where there is none.
func (c *serveCommand) watch(ctx context.Context, log *slog.Logger) <-chan struct{} {
	if c.Content == "" {
		return nil
	}
	return watchFolder(ctx, c.Content, log)
}

// keepUp reloads the content after each change and on SIGHUP, until the function
// that it returns is called.
func keepUp(ctx context.Context, content *reloader, changes <-chan struct{}) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	done := make(chan struct{})
	go func() {
		defer close(done)
		follow(ctx, changes, hangups, func() <-chan time.Time { return time.After(settling) }, func() { content.reload(ctx) })
	}()
	return func() { signal.Stop(hangups); cancel(); <-done }
}

// newLog writes text for a person at a terminal, JSON for anything else.
func newLog(stderr io.Writer) *slog.Logger {
	if file, ok := stderr.(*os.File); ok && isatty.IsTerminal(file.Fd()) {
		return slog.New(slog.NewTextHandler(stderr, nil))
	}
	return slog.New(slog.NewJSONHandler(stderr, nil))
}

// warnMissingTexts says which languages fall back to the original in places.
func warnMissingTexts(log *slog.Logger, config handlers.Config) {
	for _, code := range config.Charters.Languages {
		if missing := config.Catalog.Missing(code); len(missing) > 0 {
			log.Warn("texts are missing and are shown in the original language",
				"file", "locales/active."+code+".toml", "count", len(missing), "first", missing[0])
		}
	}
}
