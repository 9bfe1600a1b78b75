package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
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

// What a connection may take. net/http sets none of these by itself, and one
// slow client could then hold a connection for ever.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = 75 * time.Second
	maxHeaderBytes    = 256 << 10 // handlers answer above 32 KiB, with a page; this is the last resort
	shutdownTimeout   = 15 * time.Second
)

// Run serves until the context ends, then finishes what is in flight.
func (c *serveCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	log := newLog(stderr)
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("--listen %s: %w; name a free address as host:port", c.Listen, err)
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
	admin, err := c.adminFlags.listen()
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

func serve(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(connectionLog{log.Handler()}, slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	// The context that ended is no measure for what is still in flight.
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return fmt.Errorf("some requests were cut off after %s: %w", shutdownTimeout, err)
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// connectionLog keeps what net/http says of broken connections out of the log:
// it names the client's address. That there was one is said; who, is not.
type connectionLog struct{ slog.Handler }

func (l connectionLog) Handle(ctx context.Context, r slog.Record) error {
	return l.Handler.Handle(ctx, slog.NewRecord(r.Time, r.Level, "a connection failed before it was a request", 0))
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
