package proof

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"charte/internal/consent"
)

// Totals is the part of a registry that counts decisions by day. The chain does not
// protect the counts.
type Totals interface {
	Totals(ctx context.Context, from, to time.Time) ([]consent.Total, error)
}

// daily identifies the decisions of one kind of a UTC day.
type daily struct {
	day      time.Time
	decision consent.Decision
}

func dailyOf(at time.Time, d consent.Decision) daily {
	return daily{at.UTC().Truncate(24 * time.Hour), d}
}

// Mismatch is a total that differs from the number of records of its day and decision.
type Mismatch struct {
	Day               time.Time
	Decision          consent.Decision
	Counted, Recorded int64
}

// recorded counts the records by day and decision.
type recorded struct {
	counts map[daily]int64
	// withdrawals are the refusals that ended a grant.
	withdrawals map[time.Time]int64
	// last is the number of the last record of each day.
	last map[time.Time]int64
	// from is the first day all of whose records are left: a purge removes the records
	// before those of this day.
	from time.Time
}

func newRecorded() *recorded {
	return &recorded{counts: map[daily]int64{}, withdrawals: map[time.Time]int64{}, last: map[time.Time]int64{}}
}

// collect passes on all records and counts them. purged reports whether older records
// were removed.
func (c *recorded) collect(all iter.Seq2[consent.Record, error], purged bool) iter.Seq2[consent.Record, error] {
	return func(yield func(consent.Record, error) bool) {
		if purged {
			c.from = Always().To // unless a record is left
		}
		for r, err := range all {
			if err == nil {
				key := dailyOf(r.Time, r.Decision)
				if purged && len(c.counts) == 0 {
					c.from = key.day
				}
				c.counts[key]++
				c.last[key.day] = r.Sequence
				if r.Decision == consent.Refuse && r.Ends != "" {
					c.withdrawals[key.day]++
				}
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// lastIn returns the number of the last record of a range; 0: it has none.
func (c *recorded) lastIn(days Range) (last int64) {
	for day, sequence := range c.last {
		if days.holds(day) {
			last = max(last, sequence)
		}
	}
	return last
}

// withdrawnIn counts the withdrawals in a range.
func (c *recorded) withdrawnIn(days Range) (n int64) {
	for day, withdrawn := range c.withdrawals {
		if days.holds(day) {
			n += withdrawn
		}
	}
	return n
}

// compare returns the totals that differ from the records, by day. before and after
// were read before the records and after them, because visitors choose meanwhile. A
// purge removes records that are dated in the future, too.
func (c *recorded) compare(before, after map[daily]int64, now time.Time) []Mismatch {
	keys := map[daily]bool{}
	for key := range c.counts {
		keys[key] = true
	}
	for key := range before {
		keys[key] = true
	}
	var wrong []Mismatch
	for key := range keys {
		n := c.counts[key]
		purged := key.day.Before(c.from) || !c.from.IsZero() && key.day.After(now)
		if purged || before[key] <= n && n <= after[key] {
			continue
		}
		wrong = append(wrong, Mismatch{key.day, key.decision, after[key], n})
	}
	slices.SortFunc(wrong, func(a, b Mismatch) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.Decision, b.Decision))
	})
	return wrong
}

// dailyTotals returns the totals of all decisions.
func dailyTotals(ctx context.Context, t Totals) (map[daily]int64, error) {
	always := Always()
	all, err := t.Totals(ctx, always.From, always.To)
	sums := map[daily]int64{}
	for _, total := range all {
		if !total.IsBanner() && !total.IsObjection() {
			sums[dailyOf(total.Day, total.Decision)] += total.Count
		}
	}
	return sums, err
}
