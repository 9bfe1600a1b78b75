package handlers_test

import (
	"net/http"
	"sync"
	"testing"
)

// What a request may allocate, all of its way through the handlers: headers,
// access log and, for a choice, its share of a durable commit.
const (
	maxAllocsGet   = 60 // the dates of a choice in words take most of them
	maxAllocsPost  = 120
	crowd          = 64  // visitors who choose at once, and share commits
	maxAllocsAlone = 230 // of a choice with a commit of its own, most of them in database/sql
)

// It does not run in parallel: it counts what the whole process allocates.
func TestRequestsAllocateLittle(t *testing.T) {
	handler, requests := hotRequests(t)
	for _, h := range requests {
		alone := float64(maxAllocsGet)
		if h.form != "" {
			alone = maxAllocsAlone
			checkAllocs(t, handler, h, "in a crowd", maxAllocsPost, allocsInCrowd)
		}
		checkAllocs(t, handler, h, "alone", alone, allocsOfOne)
	}
}

func checkAllocs(t *testing.T, handler http.Handler, h hot, how string, most float64, measure func(http.Handler, hot) (float64, bool)) {
	t.Helper()
	got, ok := measure(handler, h)
	if !ok {
		t.Errorf("%s, %s: not every answer was %d", h.name, how, h.want)
	}
	if got > most*slack {
		t.Errorf("%s, %s: %.0f allocations, at most %.0f", h.name, how, got, most*slack)
	}
}

func allocsOfOne(handler http.Handler, h hot) (allocs float64, ok bool) {
	w, n := &mute{header: http.Header{}}, 0
	ok = true
	allocs = testing.AllocsPerRun(200, func() {
		n++
		ok = h.send(handler, w, n) == h.want && ok
	})
	return allocs, ok
}

func allocsInCrowd(handler http.Handler, h hot) (allocs float64, ok bool) {
	var visitors [crowd]hot
	var writers [crowd]mute
	for i := range visitors {
		visitors[i], writers[i] = h, mute{header: http.Header{}}
		visitors[i].request = h.request.Clone(h.request.Context())
	}
	ok = true
	allocs = testing.AllocsPerRun(20, func() {
		var group sync.WaitGroup
		for i := range visitors {
			group.Go(func() { visitors[i].send(handler, &writers[i], i) })
		}
		group.Wait()
		for i := range writers {
			ok = ok && writers[i].status == h.want
		}
	})
	return allocs / crowd, ok
}
