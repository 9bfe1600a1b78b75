package wire

import (
	"context"
	"io"
	"log/slog"
	"runtime"
	"sync"
)

// mostLines is how much of a log waits at most, in bytes. Whoever writes more
// waits until it is written.
const mostLines = 64 << 10

// Log writes the lines that requests leave at the same time together: a write
// for each would take longer than the line itself. What waits is written as soon
// as nothing more pressing runs, in milliseconds under full load.
type Log struct {
	to   io.Writer
	wake chan struct{} // has room for one
	stop chan struct{} // closed by Close
	done chan struct{}

	turn sync.Mutex // of who writes to to
	mu   sync.Mutex // guards waiting; taken after turn
	// waiting is what came since the last write, spare the room of that before.
	waiting, spare []byte
}

// NewLog starts a log that writes to to. Close it.
func NewLog(to io.Writer) *Log {
	l := &Log{to: to, wake: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{})}
	go l.run()
	return l
}

func (l *Log) run() {
	defer close(l.done)
	for {
		select {
		case <-l.wake:
			runtime.Gosched() // whoever is about to add a line does it first
			l.Flush()
		case <-l.stop:
			return
		}
	}
}

// Write adds a line. It keeps nothing of b.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	l.waiting = append(l.waiting, b...)
	many := len(l.waiting) > mostLines
	l.mu.Unlock()
	if many {
		return len(b), l.Flush()
	}
	select {
	case <-l.stop: // somebody is late, and nobody comes to write it
		return len(b), l.Flush()
	default:
	}
	select {
	case l.wake <- struct{}{}:
	default: // it is awake
	}
	return len(b), nil
}

// Flush writes what waits, and returns once it is written.
func (l *Log) Flush() error {
	l.turn.Lock()
	defer l.turn.Unlock()
	l.mu.Lock()
	lines := l.waiting
	l.waiting, l.spare = l.spare[:0], nil
	l.mu.Unlock()
	var err error
	if len(lines) > 0 {
		_, err = l.to.Write(lines)
	}
	l.spare = lines
	return err
}

// Close writes what waits. What is written after it is not joined any more.
func (l *Log) Close() error {
	close(l.stop)
	<-l.done
	return l.Flush()
}

// Handler makes a handler of one that writes to the log: what is worse than
// information is written before anything else happens.
func (l *Log) Handler(below slog.Handler) slog.Handler { return urgent{below, l} }

type urgent struct {
	slog.Handler
	log *Log
}

// Handle passes the record on.
func (u urgent) Handle(ctx context.Context, r slog.Record) error {
	err := u.Handler.Handle(ctx, r)
	if err == nil && r.Level > slog.LevelInfo {
		err = u.log.Flush()
	}
	return err
}

// WithAttrs and WithGroup keep the order of writing.
func (u urgent) WithAttrs(a []slog.Attr) slog.Handler { return urgent{u.Handler.WithAttrs(a), u.log} }

// WithGroup does as WithAttrs.
func (u urgent) WithGroup(name string) slog.Handler { return urgent{u.Handler.WithGroup(name), u.log} }
