package command

import "time"

// Clock is the source of time; tests replace it.
type Clock struct {
	Now func() time.Time
	// Every returns a channel that delivers the time at each interval, and a
	// function that stops it.
	Every func(time.Duration) (ticks <-chan time.Time, stop func())
}

// SystemClock returns the clock of the machine.
func SystemClock() Clock {
	return Clock{Now: time.Now, Every: func(interval time.Duration) (<-chan time.Time, func()) {
		ticker := time.NewTicker(interval)
		return ticker.C, ticker.Stop
	}}
}

// timed is embedded by commands that need the time.
type timed struct{ clock Clock }

func (t *timed) setClock(c Clock) { t.clock = c }
