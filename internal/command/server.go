package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/net/netutil"

	"charte/internal/wire"
)

// What a connection may take. net/http sets none of these by itself, and one
// slow client could then hold a connection for ever.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = 75 * time.Second
	maxConnections    = 4096      // at once; who comes then waits in the kernel's queue
	maxHeaderBytes    = 256 << 10 // handlers answer above 32 KiB, with a page; this is the last resort
	shutdownTimeout   = 15 * time.Second
	arrivalTimeout    = time.Second // for the first request of who was let in just before the end
)

// serve answers until the context ends, then lets nobody else in and finishes
// what is in flight.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger) error {
	listener = netutil.LimitListener(wire.Listener{Listener: listener}, maxConnections)
	arrivals := newArrivals(handler)
	server := &http.Server{
		Handler:           arrivals,
		ConnContext:       arrivals.name,
		ConnState:         arrivals.follow,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(serverLog{log.Handler()}, slog.LevelWarn),
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
	listener.Close()
	if err := <-failed; !errors.Is(err, net.ErrClosed) {
		return err
	}
	arrivals.wait(grace)
	if err := server.Shutdown(grace); err != nil {
		return fmt.Errorf("some requests were cut off after %s: %w", shutdownTimeout, err)
	}
	return nil
}

// arrivals knows the connections whose first request has not reached the handler.
// [http.Server.Shutdown] closes such a connection without an answer, though its
// request may be on the way, or read already: a visitor would be refused.
type arrivals struct {
	http.Handler
	mu    sync.Mutex
	open  map[net.Conn]bool
	empty chan struct{} // closed when there is none left; nil while nobody waits
}

func newArrivals(next http.Handler) *arrivals {
	return &arrivals{Handler: next, open: map[net.Conn]bool{}}
}

// connection is the context key of a request's connection.
type connection struct{}

func (a *arrivals) name(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connection{}, c)
}

func (a *arrivals) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if c, ok := r.Context().Value(connection{}).(net.Conn); ok {
		a.set(c, false)
	}
	a.Handler.ServeHTTP(w, r)
}

func (a *arrivals) follow(c net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		a.set(c, true)
	case http.StateClosed, http.StateHijacked:
		a.set(c, false)
	}
}

func (a *arrivals) set(c net.Conn, open bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if open {
		a.open[c] = true
		return
	}
	delete(a.open, c)
	if len(a.open) == 0 && a.empty != nil {
		close(a.empty)
		a.empty = nil
	}
}

// wait waits, not for long, until all have arrived; nobody may come meanwhile.
func (a *arrivals) wait(ctx context.Context) {
	a.mu.Lock()
	if len(a.open) == 0 {
		a.mu.Unlock()
		return
	}
	empty := make(chan struct{})
	a.empty = empty
	a.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, arrivalTimeout)
	defer cancel()
	select {
	case <-empty:
	case <-ctx.Done():
	}
}
