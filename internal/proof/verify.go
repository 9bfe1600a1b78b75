package proof

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
)

// Progress is called with the amount of work that is done. It may be called very often.
type Progress func(done, total int64)

// Verdict describes a valid chain.
type Verdict struct {
	// After is the link before the oldest remaining record, Head the newest link.
	After, Head consent.Link
	// Texts is the number of text versions that the records cite.
	Texts int
	// Earlier are the records that are dated before the one that they follow, Future
	// those that are dated after the clock.
	Earlier, Future Misdated
	// Removals are the purges, oldest records first.
	Removals []consent.Removal
	// Mismatches are the daily totals that differ from the records, of days whose records
	// were not purged.
	Mismatches []Mismatch
	recorded   *recorded
}

// TotalsFrom is the first day whose totals were compared with the records; zero: all
// were.
func (v Verdict) TotalsFrom() time.Time { return v.recorded.from }

// Records returns the number of records in the chain.
func (v Verdict) Records() int64 { return v.Head.Sequence - v.After.Sequence }

// First returns the number of the oldest remaining record.
func (v Verdict) First() int64 { return v.After.Sequence + 1 }

// Compared returns how many of the heads the chain was compared with. Those of purged
// records cannot be compared.
func (v Verdict) Compared(heads []consent.Link) (n int) {
	for _, head := range heads {
		if head.Sequence >= v.After.Sequence {
			n++
		}
	}
	return n
}

// Chain runs a function on a consistent view of the whole chain; see
// [consent.Registry].
type Chain interface {
	Verify(context.Context, func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error) error
}

// Evidence is the input of [Verify]: the chain, and the texts and scopes that it
// cites.
type Evidence interface {
	Chain
	Totals
	Texts(context.Context) ([]string, error)
	Text(ctx context.Context, hash string) (consent.Text, error)
	Scopes(context.Context) ([]consent.Scope, error)
	Removals(context.Context) ([]consent.Removal, error)
}

// Verify verifies the whole chain against its own head and the given ones, which were
// stored elsewhere. Each text and scope that a record cites must exist and have its hash
// (P-11). The error is a [*consent.ChainError] if the chain is broken. A date that
// cannot be right and a total that differs from the records are no errors; the verdict
// contains them.
func Verify(ctx context.Context, e Evidence, heads []consent.Link, now time.Time, progress Progress) (v Verdict, err error) {
	before, err := dailyTotals(ctx, e)
	if err != nil {
		return v, err
	}
	v.recorded = newRecorded()
	cited := citations{texts: map[string]int64{}, scopes: map[string]int64{}}
	err = e.Verify(ctx, func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error {
		v.After, v.Head = after, head
		verified := func(done int64) { progress(done, head.Sequence-after.Sequence) }
		_, err := consent.VerifyChain(v.compareDates(cited.collect(v.recorded.collect(all, after.Sequence > 0), verified), now), after, append(heads, head)...)
		return err
	})
	if err != nil {
		return v, err
	}
	v.Texts = len(cited.texts)
	later, err := dailyTotals(ctx, e)
	if err != nil {
		return v, err
	}
	v.Mismatches = v.recorded.compare(before, later, now)
	if v.Removals, err = e.Removals(ctx); err != nil {
		return v, err
	}
	return v, cited.check(ctx, e)
}

// citations are the hashes that records cite, with the first record that does.
type citations struct{ texts, scopes map[string]int64 }

// collect adds the citations of the records while they are read.
func (c citations) collect(all iter.Seq2[consent.Record, error], progress func(done int64)) iter.Seq2[consent.Record, error] {
	return func(yield func(consent.Record, error) bool) {
		done := int64(0)
		for r, err := range all {
			note(c.texts, r.Text, r.Sequence)
			note(c.scopes, r.Scope, r.Sequence)
			if !yield(r, err) {
				return
			}
			done++
			progress(done)
		}
	}
}

// note stores the sequence number of a hash that is not in first yet.
func note(first map[string]int64, hash string, sequence int64) {
	if _, known := first[hash]; !known && hash != "" {
		first[hash] = sequence
	}
}

// check fails if a cited text or scope is missing or changed.
func (c citations) check(ctx context.Context, e Evidence) error {
	for hash, sequence := range c.texts {
		if _, err := e.Text(ctx, hash); err != nil {
			return message.Errorf("record %d cites a text that was changed or is missing: %w", sequence, err)
		}
	}
	if err := wholeTexts(ctx, e, c.texts); err != nil {
		return err
	}
	scopes, err := e.Scopes(ctx)
	if err != nil {
		return err
	}
	for _, s := range scopes {
		delete(c.scopes, s.Hash())
	}
	for hash, sequence := range c.scopes {
		return message.Errorf("record %d cites a scope that was changed or is missing: %.8s", sequence, hash)
	}
	return nil
}

// wholeTexts fails if a text that no record cites is damaged. Daily totals cite such
// texts, and a dossier needs them; a truncated file lacks them first.
func wholeTexts(ctx context.Context, e Evidence, cited map[string]int64) error {
	hashes, err := e.Texts(ctx)
	if err != nil {
		return err
	}
	for _, hash := range hashes {
		if cited[hash] > 0 {
			continue
		}
		if _, err := e.Text(ctx, hash); err != nil {
			return message.Errorf("a text that was shown is missing or was changed: %w", err)
		}
	}
	return nil
}

// ErrHead is returned by ParseHead.
var ErrHead = message.Errorf("write a head as charte verify --print-head does: NUMBER:HASH")

// ParseHead parses the text that [FormatHead] or [HeadStatement] returned.
func ParseHead(text string) (consent.Link, error) {
	head, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	number, hash, _ := strings.Cut(head, ":")
	sequence, err := strconv.ParseInt(number, 10, 64)
	if err != nil || sequence < 0 || len(hash) != len(consent.ChainStart) || strings.Trim(hash, "0123456789abcdef") != "" {
		return consent.Link{}, ErrHead
	}
	return consent.Link{Sequence: sequence, Hash: hash}, nil
}

// FormatHead returns a link as one line, to be stored where the registry's administrator
// cannot change it.
func FormatHead(l consent.Link) string { return fmt.Sprintf("%d:%s", l.Sequence, l.Hash) }
