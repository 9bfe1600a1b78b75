package wire_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"charte/internal/wire"
)

// counting counts the system's writes.
type counting struct {
	net.Listener
	writes *atomic.Int64
}

func (l counting) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return counted{c, l.writes}, nil
}

type counted struct {
	net.Conn
	writes *atomic.Int64
}

func (c counted) Write(b []byte) (int, error) {
	c.writes.Add(1)
	return c.Conn.Write(b)
}

// serve answers /N with N bytes, through a [wire.Listener].
func serve(t *testing.T) (server *httptest.Server, writes *atomic.Int64) {
	t.Helper()
	writes = &atomic.Int64{}
	server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
		w.Header().Set("Content-Length", strconv.Itoa(n))
		w.Write(body(n))
	}))
	server.Listener = wire.Listener{Listener: counting{server.Listener, writes}}
	server.Start()
	t.Cleanup(server.Close)
	return server, writes
}

func body(n int) []byte { return bytes.Repeat([]byte("abcdefghijk"), n/11+1)[:n] }

// The lengths include answers that, with their header, exactly fill net/http's buffer
// with nothing after it: those must be sent too.
func TestResponsesOfEveryLengthArriveComplete(t *testing.T) {
	t.Parallel()
	server, _ := serve(t)
	lengths := []int{0, 1, 2047, 2048, 2049, 8191, 8192, 16 << 10, 20_000, 100_000}
	for n := 3700; n < 4100; n++ {
		lengths = append(lengths, n)
	}
	for _, n := range lengths {
		answer, err := server.Client().Get(fmt.Sprintf("%s/%d", server.URL, n))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || !bytes.Equal(got, body(n)) {
			t.Fatalf("%d bytes: %d came, %v", n, len(got), err)
		}
	}
}

// Fails if net/http changes its buffer size. 20 kB is about the charter's size.
func TestResponseTakesOneWrite(t *testing.T) {
	t.Parallel()
	server, writes := serve(t)
	for _, n := range []int{100, 3000, 5000, 7000} {
		before := writes.Load()
		answer, err := server.Client().Get(fmt.Sprintf("%s/%d", server.URL, n))
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if took := writes.Load() - before; took != 1 || err != nil {
			t.Errorf("%d bytes took %d writes, %v", n, took, err)
		}
	}
}

// A client that sends all requests before reading gets all answers, in order.
func TestPipelinedRequestsGetResponsesInOrder(t *testing.T) {
	t.Parallel()
	server, _ := serve(t)
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	lengths := []int{5000, 10, 3900, 20_000, 3971, 0, 6000}
	for _, n := range lengths {
		fmt.Fprintf(c, "GET /%d HTTP/1.1\r\nHost: x\r\n\r\n", n)
	}
	in := bufio.NewReader(c)
	for _, n := range lengths {
		answer, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(answer.Body)
		if err != nil || !bytes.Equal(got, body(n)) {
			t.Fatalf("%d bytes: %d came, %v", n, len(got), err)
		}
	}
}

// Bytes held for more to come are sent when the connection is closed.
func TestHeldBytesAreSentOnClose(t *testing.T) {
	t.Parallel()
	below, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer below.Close()
	failed := make(chan error, 1)
	go func() {
		c, err := wire.Listener{Listener: below}.Accept()
		if err == nil {
			_, err = c.Write(body(4096))
		}
		if err == nil {
			err = c.Close()
		}
		failed <- err
	}()
	c, err := net.Dial("tcp", below.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	got, err := io.ReadAll(c)
	if err != nil || !bytes.Equal(got, body(4096)) {
		t.Errorf("%d bytes came, %v", len(got), err)
	}
	if err := <-failed; err != nil {
		t.Error(err)
	}
}
