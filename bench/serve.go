package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"charte/handlers"
	"charte/internal/command"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/metrics"
	"charte/internal/portal"
	"charte/internal/proof"
	"charte/internal/store/sqlite"
	"charte/internal/wire"
)

// serve runs the service's handlers over a registry that exists only for measurements.
// Its arguments are the kind of registry, an address and a file.
func serve(args []string) error {
	if len(args) != 3 {
		return errors.New("serve KIND ADDRESS FILE")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	below, err := sqlite.Open(ctx, args[2])
	if err != nil {
		return err
	}
	defer below.Close()
	var registry handlers.Registry
	switch args[0] {
	case "append":
		file, err := newAppended(below, args[2]+".append")
		if err != nil {
			return err
		}
		defer file.Close()
		registry = file
	case "single":
		registry = &single{Registry: below}
	default:
		return fmt.Errorf("no registry %q: append or single", args[0])
	}
	handler, err := special(ctx, args[1], registry)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", args[1])
	if err != nil {
		return err
	}
	// The same limits, memory settings and connections as in the service.
	command.TuneMemory()
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: 75 * time.Second, MaxHeaderBytes: 256 << 10,
	}
	go func() {
		<-ctx.Done()
		server.Close()
	}()
	if err := server.Serve(wire.Listener{Listener: listener}); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func special(ctx context.Context, address string, registry handlers.Registry) (http.Handler, error) {
	served, err := content.Source{BuiltIn: os.DirFS(".")}.Read()
	if err != nil {
		return nil, err
	}
	public, err := portal.ParseBase("http://" + address)
	if err != nil {
		return nil, err
	}
	lines := wire.NewLog(os.Stderr) // open until the program ends
	return handlers.New(ctx, handlers.Config{
		BaseURL: public, Portals: portal.NewList(public, []string{portalOrigin}), CookieName: "cookies_preferences",
		Registry: registry, Tally: proof.NewTally(time.Now), Spool: noSpool{},
		Observer: metrics.New(metrics.Build{}), Handle: true, Now: time.Now, Random: rand.Reader,
		Log: slog.New(lines.Handler(slog.NewJSONHandler(lines, nil))),
	}, served)
}

// noSpool is an empty spool: these registries do not fail.
type noSpool struct{}

func (noSpool) Keep(consent.Entry) error { return errors.New("the measurement has no spool") }
