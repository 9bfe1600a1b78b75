package content

import (
	"context"
	"os"
	"syscall"
	"testing"
	"time"
)

// steps drives follow. Its channels are unbuffered, so each send returns only after
// follow has received it.
type steps struct {
	changes chan struct{}
	hangups chan os.Signal
	waits   chan chan time.Time // each quiet period that follow has started
	reloads chan struct{}
}

func followed(t *testing.T) steps {
	s := steps{make(chan struct{}), make(chan os.Signal), make(chan chan time.Time), make(chan struct{})}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		follow(ctx, s.changes, s.hangups, func() <-chan time.Time {
			wait := make(chan time.Time)
			s.waits <- wait
			return wait
		}, func() { s.reloads <- struct{}{} })
	}()
	t.Cleanup(func() { cancel(); <-done })
	return s
}

func TestBurstOfChangesCausesOneReload(t *testing.T) {
	t.Parallel()
	s := followed(t)
	var last chan time.Time
	for range 3 { // write a copy, rename it, touch it
		s.changes <- struct{}{}
		last = <-s.waits
	}
	select {
	case <-s.reloads:
		t.Fatal("it was read before it was quiet")
	default:
	}
	last <- time.Time{}
	<-s.reloads
	s.changes <- struct{}{} // received only if follow does not reload again
	last = <-s.waits
	last <- time.Time{}
	<-s.reloads
}

func TestHangupReloadsAtOnce(t *testing.T) {
	t.Parallel()
	s := followed(t)
	s.changes <- struct{}{}
	<-s.waits
	s.hangups <- syscall.SIGHUP
	<-s.reloads
	s.changes <- struct{}{}
	<-s.waits
}
