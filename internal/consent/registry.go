package consent

import (
	"context"
	"errors"
	"iter"
	"time"
)

// ErrNotFound is returned for a text, receipt or content that the registry does not
// contain.
var ErrNotFound = errors.New("not in the registry")

// Registry stores records, the texts and scopes that they cite, daily totals, and
// the history of the values in force. Package consenttest tests every
// implementation. All methods may be called concurrently.
type Registry interface {
	// Append stores one record and returns it after the commit. After an error it is
	// unknown whether the record exists, so nothing may be granted.
	Append(context.Context, Entry) (Record, error)
	// Records iterates over the records from a sequence number on, in order.
	Records(ctx context.Context, from int64) iter.Seq2[Record, error]
	// Receipt returns the record that created the receipt, then those that ended it, in
	// order. It returns ErrNotFound if no record created it.
	Receipt(ctx context.Context, id string) ([]Record, error)
	// Newest returns the date of the newest record; zero without records.
	Newest(context.Context) (time.Time, error)
	// DatedAfter returns how many records are dated after a time, and the first of them.
	DatedAfter(context.Context, time.Time) (n int64, first Record, err error)
	// Verify calls f with a consistent view of the whole chain: the link before the
	// oldest record, the newest link, and the records.
	Verify(ctx context.Context, f func(after, head Link, all iter.Seq2[Record, error]) error) error

	// KeepText stores a text for as long as a record cites it. Storing it again has no
	// effect.
	KeepText(context.Context, Text) error
	// Text returns the text with the hash, or ErrNotFound.
	Text(ctx context.Context, hash string) (Text, error)
	// Texts returns the hashes of all stored texts, oldest first.
	Texts(context.Context) ([]string, error)
	// KeepScope stores a scope. Storing it again has no effect.
	KeepScope(context.Context, Scope) error
	// Scopes returns every stored scope.
	Scopes(context.Context) ([]Scope, error)

	// Note stores that value is in force under name from now on. It has no effect if it
	// was in force already.
	Note(ctx context.Context, name, value string, now time.Time) error
	// History returns all periods, by name and then in order.
	History(context.Context) ([]Period, error)
	// Count adds to a total of served banners or objections, which no record makes.
	Count(context.Context, Total) error
	// Totals returns the totals of the UTC days from one to another, both included.
	Totals(ctx context.Context, from, to time.Time) ([]Total, error)

	// Purge removes the oldest records, as far as they are dated before the given time,
	// and returns their number. What remains is one chain.
	Purge(ctx context.Context, before, now time.Time) (int64, error)
	// Purgeable returns the number of records that Purge would remove.
	Purgeable(ctx context.Context, before, now time.Time) (int64, error)
	// Checkpoint returns the link before the oldest record.
	Checkpoint(context.Context) (Link, error)
	// Removals returns the result of the purges of each day, oldest records first.
	Removals(context.Context) ([]Removal, error)
	// Horizon returns the time up to which a purge needs no confirmation; zero without
	// records.
	Horizon(context.Context) (time.Time, error)
	// MoveHorizon stores the result of move, called with the horizon, and returns it.
	MoveHorizon(ctx context.Context, move func(time.Time) time.Time) (time.Time, error)

	// KeepContent stores the operator's files in place of those stored before.
	KeepContent(ctx context.Context, packed []byte) error
	// Content returns the files stored last, or ErrNotFound.
	Content(context.Context) ([]byte, error)

	// Size returns the size of the database in bytes.
	Size(context.Context) (int64, error)
	// Present fails if the database is no longer the one that was opened, for example
	// because its file was replaced.
	Present() error
	Close() error
}
