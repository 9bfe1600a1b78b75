package consent

import (
	"fmt"
	"iter"
	"time"
)

// Link is a place in the chain: the number and hash of a record. A head is the
// link of the newest record, a checkpoint that of the last one purged.
type Link struct {
	Sequence int64
	Hash     string
}

// ChainOrigin returns the link before the first record.
func ChainOrigin() Link { return Link{Hash: ChainStart} }

// Link returns the record's own place in the chain.
func (r Record) Link() Link { return Link{r.Sequence, r.Hash} }

// Removal is the result of the purges of one UTC day: all records up to the link To
// were removed.
type Removal struct {
	Day time.Time
	To  Link
}

// Fault is a kind of damage to a chain.
type Fault string

// The faults.
const (
	Changed   Fault = "was changed"
	Deleted   Fault = "was deleted"
	Inserted  Fault = "was inserted"
	Reordered Fault = "was moved elsewhere"
	Truncated Fault = "is missing, with all that came after it"
)

// ChainError names the first record that was changed, removed, inserted or moved.
type ChainError struct {
	Sequence int64
	Fault    Fault
}

// Error names the record and its fault.
func (e *ChainError) Error() string { return fmt.Sprintf("record %d %s", e.Sequence, e.Fault) }

// Sentence returns the same as a format with its data, for translation.
func (e *ChainError) Sentence() (english string, data []any) {
	return "record %d " + string(e.Fault), []any{e.Sequence}
}

// Follows reports whether r is the unchanged record after the link. It does not check r
// as an [Entry] again: a record that was accepted stays valid under later, stricter
// rules, and a line break in a field changes the canonical text and so the hash.
func (r Record) Follows(l Link) bool {
	return r.Sequence == l.Sequence+1 && r.Previous == l.Hash && r.Sum() == r.Hash
}

// Unchanged fails if the record does not match its hash. Only [VerifyChain] can check
// its place in the chain.
func (r Record) Unchanged() error {
	if r.Sum() == r.Hash {
		return nil
	}
	return &ChainError{r.Sequence, Changed}
}

// wasNumber reports whether r is, but for its number, an unchanged record that was
// written under the given number.
func (r Record) wasNumber(sequence int64) bool {
	r.Sequence = sequence
	return r.Sum() == r.Hash
}

// VerifyChain walks records, which follow the link after (a checkpoint, or
// [ChainOrigin]), and returns the link it reached. Each of heads is a link that was
// known earlier, to the registry or from a note: the chain must still contain it,
// unless it was purged since. The error is a [*ChainError] if the chain is damaged, and
// the one that records yielded if it could not be read.
//
// A person who can write all rows can forge a whole chain; only a head that was stored
// elsewhere reveals it.
func VerifyChain(records iter.Seq2[Record, error], after Link, heads ...Link) (Link, error) {
	next, stop := iter.Pull2(records)
	defer stop()
	at, before := after, after
	for {
		r, err, more := next()
		if err != nil {
			return at, err
		}
		// The following records locate a fault better than a head, so they come first.
		if more && !r.Follows(at) {
			return at, diagnose(r, before, at, after, next)
		}
		if err := passes(at, heads); err != nil {
			return before, err
		}
		if !more {
			return at, reaches(at, heads)
		}
		before, at = at, r.Link()
	}
}

// passes fails if a head has the number of the link and another hash.
func passes(at Link, heads []Link) error {
	for _, head := range heads {
		if head.Sequence == at.Sequence && head.Hash != at.Hash {
			return &ChainError{at.Sequence, Changed}
		}
	}
	return nil
}

// reaches fails if a head is beyond the end of the chain.
func reaches(end Link, heads []Link) error {
	for _, head := range heads {
		if head.Sequence > end.Sequence {
			return &ChainError{end.Sequence + 1, Truncated}
		}
	}
	return nil
}
