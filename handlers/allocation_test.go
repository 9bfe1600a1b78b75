package handlers_test

import (
	"net/http"
	"sync"
	"testing"
)

// Limits of allocations per request, including headers, access log and, for a choice,
// its share of a durable commit.
const (
	maxAllocsGet   = 60 // mostly to format the dates of a choice
	maxAllocsPost  = 120
	crowd          = 64  // concurrent visitors, whose choices share commits
	maxAllocsAlone = 230 // for a choice that is committed alone, mostly in database/sql
)

// Not parallel, because it counts the allocations of the whole process.
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
	w, n := &nullWriter{header: http.Header{}}, 0
	ok = true
	allocs = testing.AllocsPerRun(200, func() {
		n++
		ok = h.send(handler, w, n) == h.want && ok
	})
	return allocs, ok
}

func allocsInCrowd(handler http.Handler, h hot) (allocs float64, ok bool) {
	var visitors [crowd]hot
	var writers [crowd]nullWriter
	for i := range visitors {
		visitors[i], writers[i] = h, nullWriter{header: http.Header{}}
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
