package proof

import (
	"context"
	"errors"
	"iter"

	"charte/internal/consent"
)

// Growing is a chain whose records can be read from any number on.
type Growing interface {
	Chain
	Records(ctx context.Context, from int64) iter.Seq2[consent.Record, error]
}

// VerifySince verifies the records that follow a link which was verified before, and that
// the chain still contains this link. It verifies all records if the link is that of a
// purged record, or zero. It returns the link from which it verified and the newest; the
// error is a [*consent.ChainError] if the chain is broken.
func VerifySince(ctx context.Context, r Growing, known consent.Link) (from, head consent.Link, err error) {
	before := consent.Link{Sequence: -1}
	for {
		var after consent.Link
		after, from, head, err = verifySince(ctx, r, known)
		// A purge that removes records meanwhile looks like a fault, unless all were read
		// in one state of the registry.
		if fault := (*consent.ChainError)(nil); !errors.As(err, &fault) || from == after || after == before {
			return from, head, err
		}
		before = after
	}
}

// verifySince is VerifySince once. after is the link before the oldest record.
func verifySince(ctx context.Context, r Growing, known consent.Link) (after, from, head consent.Link, err error) {
	err = r.Verify(ctx, func(oldest, newest consent.Link, all iter.Seq2[consent.Record, error]) error {
		after, from, head = oldest, oldest, newest
		if known.Sequence > oldest.Sequence {
			return nil
		}
		_, err := consent.VerifyChain(all, oldest, newest)
		return err
	})
	switch {
	case err != nil || known.Sequence <= from.Sequence:
		return after, from, head, err
	case known.Sequence > head.Sequence:
		return after, from, head, &consent.ChainError{Sequence: head.Sequence + 1, Fault: consent.Truncated}
	}
	// The record of the link is verified again: the chain must still contain it.
	from = known
	_, err = consent.VerifyChain(upTo(head, r.Records(ctx, known.Sequence+1)), known, head)
	if err == nil {
		err = contains(ctx, r, known)
	}
	return after, from, head, err
}

// contains fails unless the record with the link's number has the link's hash.
func contains(ctx context.Context, r Growing, known consent.Link) error {
	for record, err := range r.Records(ctx, known.Sequence) {
		if err != nil {
			return err
		}
		if record.Link() != known || record.Sum() != known.Hash {
			return &consent.ChainError{Sequence: known.Sequence, Fault: consent.Changed}
		}
		return nil
	}
	return &consent.ChainError{Sequence: known.Sequence, Fault: consent.Deleted}
}

// upTo returns the records up to the head, without those appended meanwhile.
func upTo(head consent.Link, all iter.Seq2[consent.Record, error]) iter.Seq2[consent.Record, error] {
	return func(yield func(consent.Record, error) bool) {
		for r, err := range all {
			if err == nil && r.Sequence > head.Sequence || !yield(r, err) {
				return
			}
		}
	}
}
