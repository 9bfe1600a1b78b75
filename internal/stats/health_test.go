package stats_test

import (
	"context"
	"iter"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/stats"
)

// chain is a registry of records. head is the newest link when Verify is called.
type chain struct {
	records []consent.Record
	head    int
	walked  int64 // the sequence number from which records were last read
	// purged is how many records a purge removes before the next are read.
	purged int
	after  consent.Link
}

func newChain(n, head int) *chain {
	c := &chain{head: head, after: consent.ChainOrigin()}
	at := c.after
	for i := range n {
		r := consent.NewRecord(consent.Entry{Time: monday.AddDate(0, 0, i), Decision: consent.Refuse, Language: "fr"}, at.Sequence+1, at.Hash)
		c.records, at = append(c.records, r), r.Link()
	}
	return c
}

func (c *chain) Verify(_ context.Context, f func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error) error {
	return f(c.after, c.records[c.head-1].Link(), nil)
}

func (c *chain) Records(_ context.Context, from int64) iter.Seq2[consent.Record, error] {
	c.walked = from
	if c.purged > 0 {
		c.after = c.records[c.purged-1].Link()
		c.records, c.head, c.purged = c.records[c.purged:], c.head-c.purged, 0
	}
	return func(yield func(consent.Record, error) bool) {
		for _, r := range c.records {
			if r.Sequence >= from && !yield(r, nil) {
				return
			}
		}
	}
}

func TestTheNewestRecordsAreExamined(t *testing.T) { // P-09
	t.Parallel()
	for name, test := range map[string]struct {
		most, changed, broken, checked, walked int64
	}{
		"all of them":                     {100, 0, 0, 8, 1},
		"the newest":                      {3, 0, 0, 3, 6},
		"one of the newest was changed":   {3, 7, 7, 3, 6},
		"an older one was changed":        {3, 2, 0, 3, 6},
		"one recorded since is not asked": {3, 9, 0, 3, 6},
	} {
		c := newChain(10, 8)
		if test.changed > 0 {
			c.records[test.changed-1].Language = "en"
		}
		h, err := stats.Examine(t.Context(), c, test.most)
		if err != nil {
			t.Fatal(err)
		}
		broken := int64(0)
		if h.Broken != nil {
			broken = h.Broken.Sequence
		}
		if broken != test.broken || h.Checked != test.checked || c.walked != test.walked || h.Records() != 8 {
			t.Errorf("%s: broken at %d, %+v, walked from %d", name, broken, h, c.walked)
		}
		if broken == 0 && !h.Last.Equal(monday.AddDate(0, 0, 7).Truncate(24*time.Hour)) {
			t.Errorf("%s: the last is of %s", name, h.Last)
		}
	}
}

// A purge between two looks at the registry is no fault: nobody must restore a backup
// because of it.
func TestAPurgeDuringTheExaminationIsNoFault(t *testing.T) {
	t.Parallel()
	for purged := range 8 {
		c := newChain(10, 8)
		c.purged = purged
		if h, err := stats.Examine(t.Context(), c, 100); err != nil || h.Broken != nil || h.Checked != int64(8-purged) {
			t.Errorf("%d purged: %+v, %v", purged, h, err)
		}
	}
	c := newChain(10, 8)
	c.purged, c.records[5].Language = 3, "en"
	if h, err := stats.Examine(t.Context(), c, 100); err != nil || h.Broken == nil || h.Broken.Sequence != 6 {
		t.Errorf("a fault during a purge: %+v, %v", h, err)
	}
}
