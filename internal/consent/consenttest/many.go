package consenttest

import (
	"runtime"
	"sync"
	"testing"
	"time"

	"charte/internal/consent"
)

// Many fills a store with that many records, half of them a year old, and fails
// unless the chain holds, the old half can be purged, and neither takes memory
// that grows with them.
func Many(t *testing.T, r consent.Registry, records int) {
	t.Helper()
	const callers = 256
	for _, at := range []time.Time{start.AddDate(-1, 0, 0), start} {
		var running sync.WaitGroup
		for range callers {
			running.Go(func() {
				for range records / 2 / callers {
					if _, err := r.Append(t.Context(), refusal(at)); err != nil {
						t.Errorf("append: %v", err)
						return
					}
				}
			})
		}
		running.Wait()
	}
	half := int64(records / 2 / callers * callers)
	if _, head := verify(t, r); head.Sequence != 2*half {
		t.Fatalf("%d records, want %d", head.Sequence, 2*half)
	}
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	if memory.HeapAlloc > 64<<20 {
		t.Errorf("%d MB are held after %d records", memory.HeapAlloc>>20, 2*half)
	}
	if n, err := r.Purge(t.Context(), start.AddDate(0, 0, -1), start); err != nil || n != half {
		t.Errorf("purged %d, %v; want %d", n, err, half)
	}
	if after, head := verify(t, r); after.Sequence != half || head.Sequence != 2*half {
		t.Errorf("after the purge the chain runs from %d to %d", after.Sequence, head.Sequence)
	}
	totals, err := r.Totals(t.Context(), start.AddDate(-2, 0, 0), start)
	if err != nil || sum(totals) != 2*half {
		t.Errorf("totals count %d, %v; want %d", sum(totals), err, 2*half)
	}
}

func sum(totals []consent.Total) (n int64) {
	for _, t := range totals {
		n += t.Count
	}
	return n
}
