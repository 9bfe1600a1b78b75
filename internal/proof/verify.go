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
	// After is the link that the oldest record left follows, Head the newest.
	After, Head consent.Link
	// Texts is how many text versions the records cite.
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

// Records is how many records the chain holds.
func (v Verdict) Records() int64 { return v.Head.Sequence - v.After.Sequence }

// First is the number of the oldest record left.
func (v Verdict) First() int64 { return v.After.Sequence + 1 }

// Compared returns how many of the heads the chain was compared with: those of
// records that were purged since cannot be.
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

// Verify walks the whole chain, and compares it with its own head and with those
// that were written down earlier. Each text and scope that a record cites must
// still be there, and still give its hash (P-11). The error is a
// [*consent.ChainError] where it is the chain that is at fault. A date that cannot be
// true is no fault of the chain, nor is a total that differs from the records; the
// verdict names them.
func Verify(ctx context.Context, e Evidence, heads []consent.Link, now time.Time, told Progress) (v Verdict, err error) {
	before, err := dailyTotals(ctx, e)
	if err != nil {
		return v, err
	}
	v.recorded = newRecorded()
	cited := citations{texts: map[string]int64{}, scopes: map[string]int64{}}
	err = e.Verify(ctx, func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error {
		v.After, v.Head = after, head
		told := func(done int64) { told(done, head.Sequence-after.Sequence) }
		_, err := consent.VerifyChain(v.compareDates(cited.collect(v.recorded.collect(all, after.Sequence > 0), told), now), after, append(heads, head)...)
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

// citations are the hashes that records cite, with the first that does.
type citations struct{ texts, scopes map[string]int64 }

func (c citations) collect(all iter.Seq2[consent.Record, error], told func(done int64)) iter.Seq2[consent.Record, error] {
	return func(yield func(consent.Record, error) bool) {
		done := int64(0)
		for r, err := range all {
			note(c.texts, r.Text, r.Sequence)
			note(c.scopes, r.Scope, r.Sequence)
			if !yield(r, err) {
				return
			}
			done++
			told(done)
		}
	}
}

func note(first map[string]int64, hash string, sequence int64) {
	if _, known := first[hash]; !known && hash != "" {
		first[hash] = sequence
	}
}

func (c citations) check(ctx context.Context, e Evidence) error {
	for hash, sequence := range c.texts {
		if _, err := e.Text(ctx, hash); err != nil {
			return message.Errorf("record %d cites a text that is not there as it was: %w", sequence, err)
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
		return message.Errorf("record %d cites a scope that is not there as it was: %.8s", sequence, hash)
	}
	return nil
}

// wholeTexts fails if a text that no record cites is not whole. Daily totals cite
// such texts, and a dossier needs them; a file that was cut short lacks them first.
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
			return message.Errorf("a text that was shown is not there as it was: %w", err)
		}
	}
	return nil
}

// ErrHead is returned by ParseHead.
var ErrHead = message.Errorf("write a head as charte verify --print-head does: NUMBER:HASH")

// ParseHead reads what [FormatHead] or [HeadStatement] wrote.
func ParseHead(text string) (consent.Link, error) {
	head, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	number, hash, _ := strings.Cut(head, ":")
	sequence, err := strconv.ParseInt(number, 10, 64)
	if err != nil || sequence < 0 || len(hash) != len(consent.ChainStart) || strings.Trim(hash, "0123456789abcdef") != "" {
		return consent.Link{}, ErrHead
	}
	return consent.Link{Sequence: sequence, Hash: hash}, nil
}

// FormatHead writes a link on one line, to be stored where the registry's
// administrator cannot change it.
func FormatHead(l consent.Link) string { return fmt.Sprintf("%d:%s", l.Sequence, l.Hash) }
