package wire_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"charte/internal/wire"
)

// gate is a writer that blocks until it is opened, and counts its writes.
type gate struct {
	mu     sync.Mutex
	open   chan struct{} // closed: open
	writes int
	text   bytes.Buffer
}

func (g *gate) Write(b []byte) (int, error) {
	<-g.open
	g.mu.Lock()
	defer g.mu.Unlock()
	g.writes++
	return g.text.Write(b)
}

func TestConcurrentLinesAreWrittenInFewWrites(t *testing.T) {
	t.Parallel()
	g := &gate{open: make(chan struct{})}
	log := wire.NewLog(g)
	const writers, lines = 20, 25
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for n := range lines {
				fmt.Fprintf(log, "%d %d\n", w, n)
			}
		})
	}
	all.Wait() // no Write blocked on the gate
	close(g.open)
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	next := map[int]int{}
	for line := range strings.Lines(g.text.String()) {
		var w, n int
		if _, err := fmt.Sscanf(line, "%d %d\n", &w, &n); err != nil || n != next[w] {
			t.Fatalf("%q of writer %d, whose line %d is next: %v", line, w, next[w], err)
		}
		next[w]++
	}
	for w := range writers {
		if next[w] != lines {
			t.Errorf("%d lines of writer %d", next[w], w)
		}
	}
	if g.writes > 2 {
		t.Errorf("%d writes", g.writes)
	}
}

// A single line is flushed without another one after it.
func TestSingleLineIsFlushed(t *testing.T) {
	t.Parallel()
	written := make(chan string, 1)
	log := wire.NewLog(writerFunc(func(b []byte) { written <- string(b) }))
	defer log.Close()
	fmt.Fprintln(log, "one")
	if got := <-written; got != "one\n" {
		t.Errorf("%q", got)
	}
}

func TestLinesAfterCloseAreWritten(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	log := wire.NewLog(&text)
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(log, "late")
	if text.String() != "late" {
		t.Errorf("%q", text.String())
	}
}

// An error is written before Error returns, after the lines that preceded it.
func TestErrorsAreWrittenAtOnce(t *testing.T) {
	t.Parallel()
	open := make(chan struct{})
	close(open)
	g := &gate{open: open}
	log := wire.NewLog(g)
	defer log.Close()
	logger := slog.New(log.Handler(slog.NewTextHandler(log, nil))).With("a", 1)
	logger.Info("before")
	logger.Error("wrong")
	g.mu.Lock()
	defer g.mu.Unlock()
	if got := g.text.String(); !strings.Contains(got, "before") || !strings.Contains(got, "wrong") {
		t.Errorf("%q", got)
	}
}

// With a slow disk, a writer over the limit writes the buffer itself.
func TestLinesOverTheLimitAreWritten(t *testing.T) {
	t.Parallel()
	g := &gate{open: make(chan struct{})}
	log := wire.NewLog(g)
	line, written := strings.Repeat("x", 1<<10), make(chan int)
	go func() {
		for n := range 200 {
			fmt.Fprintln(log, line)
			written <- n
		}
		close(written)
	}()
	for n := range written {
		if n == 60 {
			close(g.open) // the buffer stays under its limit until here
		}
	}
	if err := log.Close(); err != nil || g.text.Len() != 200*(len(line)+1) {
		t.Errorf("%d bytes, %v", g.text.Len(), err)
	}
}

type writerFunc func([]byte)

func (f writerFunc) Write(b []byte) (int, error) { f(b); return len(b), nil }
