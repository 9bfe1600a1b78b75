package command

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// busy is a listener whose first Accept fails with an error after which net/http
// tries again.
type busy struct {
	net.Listener
	failed atomic.Bool
}

func (b *busy) Accept() (net.Conn, error) {
	if !b.failed.Swap(true) {
		return nil, &net.OpError{Op: "accept", Net: "tcp", Addr: b.Addr(), Err: fullTable{}}
	}
	return b.Listener.Accept()
}

type fullTable struct{}

func (fullTable) Error() string   { return "too many open files" }
func (fullTable) Temporary() bool { return true }
func (fullTable) Timeout() bool   { return false }

// P-05, X-16, X-21: the log of net/http contains the stack of a panic, but nothing that
// a client sent.
func TestServerLogContainsTheStackAndNothingOfTheRequest(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var written bytes.Buffer // read after serve has ended
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		ended <- serve(ctx, &busy{Listener: listener}, http.HandlerFunc(brokenHandler), slog.New(slog.NewJSONHandler(&written, nil)))
	}()
	client, err := net.DialTimeout("tcp", listener.Addr().String(), 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	r, _ := http.NewRequest(http.MethodGet, "http://localhost/canary-path?canary-query", nil)
	r.Header.Set("User-Agent", "canary-agent")
	r.Header.Set("Cookie", "a=canary-cookie")
	if err := r.Write(client); err != nil {
		t.Fatal(err)
	}
	if n, err := client.Read(make([]byte, 1)); err == nil {
		t.Errorf("the client received %d bytes", n)
	}
	cancel()
	if err := <-ended; err != nil && !errors.Is(err, net.ErrClosed) {
		t.Fatal(err)
	}
	log := written.String()
	for _, want := range []string{"panic outside the page handlers", "brokenHandler", "server_log_test.go:", "Accept error", "too many open files"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
	for _, secret := range []string{"canary", client.LocalAddr().String()} {
		if strings.Contains(log, secret) {
			t.Errorf("the log contains %q:\n%s", secret, log)
		}
	}
}

// brokenHandler panics with a value that contains the request and looks like a stack.
func brokenHandler(_ http.ResponseWriter, r *http.Request) {
	panic("x\ngoroutine 1 [running]:\n" + r.RequestURI + r.UserAgent() + r.Header.Get("Cookie"))
}
