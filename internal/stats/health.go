package stats

import (
	"context"
	"errors"
	"iter"
	"time"

	"charte/internal/consent"
)

// Chain is the part of a registry that Examine reads.
type Chain interface {
	Verify(context.Context, func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error) error
	Records(ctx context.Context, from int64) iter.Seq2[consent.Record, error]
}

// Health is the state of a registry as far as it can be checked for a page. The
// command verify checks the whole chain.
type Health struct {
	// Head is the newest link, After the one before the oldest remaining record.
	Head, After consent.Link
	// Last is the time of the newest record, to the day if it grants nothing; zero if
	// there is no record.
	Last time.Time
	// Checked is how many of the newest records were verified.
	Checked int64
	// Broken is the fault in those records; nil: none.
	Broken *consent.ChainError
}

// Records returns the number of records.
func (h Health) Records() int64 { return h.Head.Sequence - h.After.Sequence }

// Examine verifies the newest records, limit of them at most. It fails if the registry
// cannot be read; a broken chain is reported in Health.
func Examine(ctx context.Context, r Chain, limit int64) (Health, error) {
	h, err := examine(ctx, r, limit)
	for err == nil && h.Broken != nil {
		var again Health
		if again, err = examine(ctx, r, limit); again.After == h.After {
			return again, err
		}
		h = again // a purge removed records meanwhile, which looks like a fault
	}
	return h, err
}

func examine(ctx context.Context, r Chain, limit int64) (h Health, err error) {
	err = r.Verify(ctx, func(after, head consent.Link, _ iter.Seq2[consent.Record, error]) error {
		h.After, h.Head = after, head
		return nil
	})
	if err != nil {
		return h, err
	}
	h.Checked = min(limit, h.Records())
	start := h.After
	if h.Checked < h.Records() { // start from the link of the record before the first one checked
		for r, err := range r.Records(ctx, h.Head.Sequence-h.Checked) {
			if err != nil {
				return h, err
			}
			start = r.Link()
			break
		}
	}
	_, err = consent.VerifyChain(h.newest(r.Records(ctx, start.Sequence+1)), start, h.Head)
	if errors.As(err, &h.Broken) {
		return h, nil
	}
	return h, err
}

// newest sets Last and ends after the head: records appended during the check are not
// part of it.
func (h *Health) newest(all iter.Seq2[consent.Record, error]) iter.Seq2[consent.Record, error] {
	return func(yield func(consent.Record, error) bool) {
		for r, err := range all {
			if err == nil && r.Sequence > h.Head.Sequence {
				return
			}
			h.Last = r.Time
			if !yield(r, err) {
				return
			}
		}
	}
}
