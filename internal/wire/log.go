package wire

import (
	"context"
	"io"
	"log/slog"
	"runtime"
	"sync"
)

// maxBuffered limits the buffered log, in bytes. Write blocks while it is exceeded.
const maxBuffered = 64 << 10

// Log is a buffered writer for log lines. It joins the lines of concurrent requests
// into one write, because a system call per line costs more than the line. It flushes
// when the scheduler is idle: within milliseconds under full load.
type Log struct {
	to   io.Writer
	wake chan struct{} // buffered by one
	stop chan struct{} // closed by Close
	done chan struct{}

	turn sync.Mutex // held while writing to to
	mu   sync.Mutex // guards waiting; locked after turn
	// waiting is the buffer to write next; spare is the previous buffer, for reuse.
	waiting, spare []byte
}

// NewLog starts a log that writes to to. The caller must close it.
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
			runtime.Gosched() // lets goroutines that are about to log do so first
			l.Flush()
		case <-l.stop:
			return
		}
	}
}

// Write buffers a line. It does not retain b.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	l.waiting = append(l.waiting, b...)
	many := len(l.waiting) > maxBuffered
	l.mu.Unlock()
	if many {
		return len(b), l.Flush()
	}
	select {
	case <-l.stop: // closed: no goroutine would flush the line
		return len(b), l.Flush()
	default:
	}
	select {
	case l.wake <- struct{}{}:
	default: // a flush is due already
	}
	return len(b), nil
}

// Flush writes the buffered lines and returns when they are written.
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

// Close writes the buffered lines. Later writes are not buffered.
func (l *Log) Close() error {
	close(l.stop)
	<-l.done
	return l.Flush()
}

// Handler wraps a handler that writes to the log: it flushes after every record above
// level Info.
func (l *Log) Handler(below slog.Handler) slog.Handler { return urgent{below, l} }

type urgent struct {
	slog.Handler
	log *Log
}

// Handle implements [slog.Handler].
func (u urgent) Handle(ctx context.Context, r slog.Record) error {
	err := u.Handler.Handle(ctx, r)
	if err == nil && r.Level > slog.LevelInfo {
		err = u.log.Flush()
	}
	return err
}

// WithAttrs implements [slog.Handler].
func (u urgent) WithAttrs(a []slog.Attr) slog.Handler { return urgent{u.Handler.WithAttrs(a), u.log} }

// WithGroup implements [slog.Handler].
func (u urgent) WithGroup(name string) slog.Handler { return urgent{u.Handler.WithGroup(name), u.log} }
