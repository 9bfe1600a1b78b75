package proof

import (
	"context"
	"sync"
	"time"

	"charte/internal/consent"
)

// maxTally limits the number of different counts in memory. Beyond it, a banner is
// counted without its text version.
const maxTally = 1024

// Tally counts served banners and objections in memory, by day, language and text
// version or purpose. The counts are no evidence, so they need no database write per
// request.
type Tally struct {
	now    func() time.Time
	mu     sync.Mutex
	counts map[tallyKey]int64
}

type tallyKey struct {
	day            time.Time
	decision       consent.Decision
	choice         string
	language, text string
}

// NewTally returns an empty tally.
func NewTally(now func() time.Time) *Tally {
	return &Tally{now: now, counts: map[tallyKey]int64{}}
}

// Add counts one banner; again reports whether its visitor had chosen under a scope
// that has grown since.
func (t *Tally) Add(language, text string, again bool) {
	key := tallyKey{day: t.today(), decision: consent.BannerShown, language: language, text: text}
	if again {
		key.decision = consent.BannerShownAgain
	}
	t.add(key, 1)
}

// Objected counts one objection to purposes of the charter, or one that was taken back.
func (t *Tally) Objected(d consent.Decision, purposes []string, language string) {
	choice := consent.Choice{}
	for _, id := range purposes {
		choice[id] = d == consent.Allow
	}
	t.add(tallyKey{day: t.today(), decision: d, choice: choice.String(), language: language}, 1)
}

func (t *Tally) today() time.Time { return t.now().UTC().Truncate(24 * time.Hour) }

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
	Count(context.Context, consent.Total) error
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
			failed = to.Count(ctx, k.total(n))
		}
		if failed != nil {
			t.add(k, n)
		}
	}
	return failed
}

func (k tallyKey) total(n int64) consent.Total {
	choice, err := consent.ParseChoice(k.choice)
	if err != nil { // impossible: Choice.String wrote it
		choice = nil
	}
	return consent.Total{Day: k.day, Decision: k.decision, Choice: choice, Language: k.language, Text: k.text, Count: n}
}
