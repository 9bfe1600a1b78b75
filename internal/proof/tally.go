package proof

import (
	"context"
	"sync"
	"time"
)

// maxTally bounds how many different counts are held, whatever visitors ask for.
// What is beyond is counted without naming its text.
const maxTally = 1024

// Tally counts served banners in memory, by day, language, text version and whether
// the scope has grown since the visitor chose. The counts are no evidence, so they need
// no database write per request.
type Tally struct {
	now    func() time.Time
	mu     sync.Mutex
	counts map[tallyKey]int64
}

type tallyKey struct {
	day            time.Time
	language, text string
	again          bool
}

// NewTally returns an empty tally.
func NewTally(now func() time.Time) *Tally {
	return &Tally{now: now, counts: map[tallyKey]int64{}}
}

// Add counts one banner; again reports whether its visitor had chosen under a scope
// that has grown since.
func (t *Tally) Add(language, text string, again bool) {
	t.add(tallyKey{t.now().UTC().Truncate(24 * time.Hour), language, text, again}, 1)
}

func (t *Tally) add(k tallyKey, n int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, known := t.counts[k]; !known && len(t.counts) >= maxTally {
		k.text = ""
	}
	t.counts[k] += n
}

// Counter stores counts.
type Counter interface {
	CountBanners(ctx context.Context, at time.Time, language, text string, again bool, times int64) error
}

// Flush writes the counts and resets them. Counts that could not be written remain for
// the next call.
func (t *Tally) Flush(ctx context.Context, to Counter) error {
	t.mu.Lock()
	counts := t.counts
	t.counts = map[tallyKey]int64{}
	t.mu.Unlock()
	var failed error
	for k, n := range counts {
		if failed == nil {
			failed = to.CountBanners(ctx, k.day, k.language, k.text, k.again, n)
		}
		if failed != nil {
			t.add(k, n)
		}
	}
	return failed
}
