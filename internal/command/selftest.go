package command

import (
	"context"
	"errors"
	"sync"

	"charte/internal/check"
)

// selfTest runs check on the content folder of a running service. It caches the last
// report, because the rules search every sentence of the charter: a report depends on
// the folder's files, on the errors of the settings and on the day.
type selfTest struct {
	command checkCommand
	content *reloader
	builtIn check.Input

	mu     sync.Mutex
	key    selfTestKey
	report check.Report
}

type selfTestKey struct {
	hash, stops string
	day         int // of the year
}

// run returns the report on the folder and the settings as they are now.
func (t *selfTest) run(ctx context.Context) (check.Report, error) {
	in, err := t.command.input(ctx, t.content.current(t.builtIn))
	if err != nil {
		return check.Report{}, err
	}
	packed, err := t.command.source().Pack()
	if err != nil {
		return check.Run(in), nil
	}
	key := selfTestKey{hash: packed.Hash(), day: t.command.clock.Now().UTC().YearDay()}
	if err := errors.Join(in.Stops...); err != nil {
		key.stops = err.Error()
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if key != t.key {
		t.key, t.report = key, check.Run(in)
	}
	return t.report, nil
}
