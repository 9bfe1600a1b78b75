package consent

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// ErrClosed is returned by Append after Close.
var ErrClosed = errors.New("the registry is closed")

const (
	// groupLimit is the maximum number of entries in one commit.
	groupLimit = 512
	// commitTimeout limits one commit: a database that never answers would block the
	// group.
	commitTimeout = 10 * time.Second
)

// Group commits entries that arrive at the same time together: a durable write takes as
// long for one row as for hundreds.
type Group struct {
	commit func(context.Context, []Entry) ([]Record, error)
	// queue is unbuffered: an entry is either with its caller, who may give up, or with
	// the group, which commits it in any case.
	queue   chan queued
	drained chan struct{}

	mu      sync.RWMutex // guards closed, and callers.Add against callers.Wait
	closed  bool
	callers sync.WaitGroup // those that may still send to queue
}

type queued struct {
	entry  Entry
	answer chan<- answer // buffered, so that a caller that gave up does not block the group
}

type answer struct {
	record Record
	err    error
}

// NewGroup starts a group that writes with commit, from one goroutine. commit
// returns the records in the order of the entries, once all are durable, or an
// error and then no record. Close the group to end its goroutine.
func NewGroup(commit func(context.Context, []Entry) ([]Record, error)) *Group {
	g := &Group{commit: commit, queue: make(chan queued), drained: make(chan struct{})}
	go g.run()
	return g
}

// Append returns the entry's record once it is durable. After an error there is no
// record, unless the context ended during the commit: it may still be written then.
func (g *Group) Append(ctx context.Context, e Entry) (Record, error) {
	// One bad entry must not take the others of its group with it.
	if err := e.Check(); err != nil {
		return Record{}, fmt.Errorf("append a record: %w", err)
	}
	answered := make(chan answer, 1)
	if err := g.hand(ctx, queued{e, answered}); err != nil {
		return Record{}, fmt.Errorf("append a record: %w", err)
	}
	select {
	case a := <-answered:
		return a.record, a.err
	case <-ctx.Done():
		return Record{}, fmt.Errorf("append a record: cancelled during its commit: %w", ctx.Err())
	}
}

// hand sends the entry to the group's goroutine. It fails if the group is closed, or if
// the context ends first.
func (g *Group) hand(ctx context.Context, q queued) error {
	g.mu.RLock()
	if g.closed {
		g.mu.RUnlock()
		return ErrClosed
	}
	g.callers.Add(1)
	g.mu.RUnlock()
	defer g.callers.Done()
	if err := ctx.Err(); err != nil {
		return err // the select below would choose by chance
	}
	select {
	case g.queue <- q:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close writes the queued entries and ends the group; a later Append returns
// [ErrClosed]. It may be called more than once.
func (g *Group) Close() {
	g.mu.Lock()
	first := !g.closed
	g.closed = true
	g.mu.Unlock()
	if first {
		g.callers.Wait()
		close(g.queue)
	}
	<-g.drained
}

func (g *Group) run() {
	defer close(g.drained)
	for first := range g.queue {
		group := g.gather(first)
		records, err := g.write(group)
		for i, q := range group {
			if err != nil {
				q.answer <- answer{err: err}
				err = withoutStack(err)
				continue
			}
			q.answer <- answer{record: records[i]}
		}
	}
}

// gather returns the first entry and all that are ready to be sent.
func (g *Group) gather(first queued) []queued {
	// Gosched lets goroutines run that are ready to send an entry. Without such goroutines
	// it returns at once.
	runtime.Gosched()
	group := []queued{first}
	for len(group) < groupLimit {
		select {
		case q, open := <-g.queue:
			if !open {
				return group
			}
			group = append(group, q)
		default:
			return group
		}
	}
	return group
}

// write commits a group. A panic becomes the error of the commit: the group's goroutine
// would end the process with it, and with the process every request in flight.
func (g *Group) write(group []queued) (records []Record, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			records, err = nil, &panicError{kind: fmt.Sprintf("%T", cause), stack: debug.Stack()}
		}
	}()
	entries := make([]Entry, len(group))
	for i, q := range group {
		entries[i] = q.entry
	}
	ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
	defer cancel()
	records, err = g.commit(ctx, entries)
	if err == nil && len(records) != len(entries) {
		err = fmt.Errorf("append records: %d entries gave %d records", len(entries), len(records))
	}
	return records, err
}

// panicError reports a panic during a commit. It leaves out the panic's value, which may
// contain visitor data.
type panicError struct {
	kind  string // type of the value
	stack []byte // nil for all callers of the commit but one
}

// Error returns the type of the panic, and the stack for the first caller.
func (e *panicError) Error() string {
	if e.stack == nil {
		return "append records: panic of type " + e.kind + "; the stack is in the log line of another choice"
	}
	return "append records: panic of type " + e.kind + "\n" + string(e.stack)
}

// withoutStack returns the error for the further callers of a commit, so that the log has
// the stack of a panic once.
func withoutStack(err error) error {
	if p := (*panicError)(nil); errors.As(err, &p) {
		return &panicError{kind: p.kind}
	}
	return err
}
