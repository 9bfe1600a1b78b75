package command

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/net/netutil"

	"charte/internal/message"
	"charte/internal/wire"
)

// Limits of a connection. net/http has no timeouts by default, so a slow client could
// hold a connection forever.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = 75 * time.Second
	maxConnections    = 4096      // further connections queue in the kernel
	maxHeaderBytes    = 256 << 10 // handlers reject more than 32 KiB with a page of their own
	shutdownTimeout   = 15 * time.Second
	arrivalTimeout    = time.Second // for the first request on connections accepted just before shutdown
)

// serve answers requests until ctx is done, then stops accepting connections and
// completes the requests in flight, within shutdownTimeout.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger) error {
	listener = netutil.LimitListener(wire.Listener{Listener: listener}, maxConnections)
	arrivals := newArrivals(handler)
	server := &http.Server{
		Handler:           arrivals,
		ConnContext:       arrivals.connContext,
		ConnState:         arrivals.connState,
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
	// ctx is done already; requests in flight get shutdownTimeout from now.
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	listener.Close()
	if err := <-failed; !errors.Is(err, net.ErrClosed) {
		return err
	}
	arrivals.wait(grace)
	if err := server.Shutdown(grace); err != nil {
		return message.Errorf("some requests were cut off after %s: %w", shutdownTimeout, err)
	}
	return nil
}

// arrivals tracks the connections whose first request has not reached the handler.
// [http.Server.Shutdown] closes these without a response, although the request may
// already be sent, or even read: the visitor would see a connection error.
type arrivals struct {
	http.Handler
	mu      sync.Mutex
	pending map[net.Conn]bool
	empty   chan struct{} // closed when pending becomes empty; nil unless wait is running
}

func newArrivals(next http.Handler) *arrivals {
	return &arrivals{Handler: next, pending: map[net.Conn]bool{}}
}

// connection is the context key of a request's connection.
type connection struct{}

func (a *arrivals) connContext(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connection{}, c)
}

func (a *arrivals) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if c, ok := r.Context().Value(connection{}).(net.Conn); ok {
		a.set(c, false)
	}
	a.Handler.ServeHTTP(w, r)
}

func (a *arrivals) connState(c net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		a.set(c, true)
	case http.StateClosed, http.StateHijacked:
		a.set(c, false)
	}
}

func (a *arrivals) set(c net.Conn, pending bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if pending {
		a.pending[c] = true
		return
	}
	delete(a.pending, c)
	if len(a.pending) == 0 && a.empty != nil {
		close(a.empty)
		a.empty = nil
	}
}

// wait blocks until every pending connection has sent its first request, at most for
// arrivalTimeout. The caller has closed the listener.
func (a *arrivals) wait(ctx context.Context) {
	a.mu.Lock()
	if len(a.pending) == 0 {
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
