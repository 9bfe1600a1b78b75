package stats

import (
	"context"
	"errors"
	"iter"
	"time"

	"charte/internal/consent"
)

// Chain is what the health of a registry is seen by.
type Chain interface {
	Verify(context.Context, func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error) error
	Records(ctx context.Context, from int64) iter.Seq2[consent.Record, error]
}

// Health is how a registry is, as far as a page can tell in a moment. The whole
// chain is verified by the command.
type Health struct {
	// Head is the newest link, After the one that the oldest record left follows.
	Head, After consent.Link
	// Last is the time of the newest record; zero without one. It is that of its
	// day where the record grants nothing.
	Last time.Time
	// Checked is how many of the newest records were verified.
	Checked int64
	// Broken is what is wrong with them; nil: nothing.
	Broken *consent.ChainError
}

// Records is how many records are kept.
func (h Health) Records() int64 { return h.Head.Sequence - h.After.Sequence }

// Examine looks at the newest records, most at most. The error says that the
// registry could not be read.
func Examine(ctx context.Context, r Chain, most int64) (h Health, err error) {
	err = r.Verify(ctx, func(after, head consent.Link, _ iter.Seq2[consent.Record, error]) error {
		h.After, h.Head = after, head
		return nil
	})
	if err != nil {
		return h, err
	}
	h.Checked = min(most, h.Records())
	start := h.After
	if h.Checked < h.Records() { // then the chain is held by the record before
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

// newest notes the time of the last record, and ends with the head: what was
// recorded since belongs to the next look.
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
