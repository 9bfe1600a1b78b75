package proof

import (
	"context"
	"iter"
	"time"

	"charte/internal/consent"
)

// Chain gives one state of the whole chain: the link that it follows, the newest
// link, and the records between.
type Chain interface {
	Verify(context.Context, func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error) error
}

// Texts gives what visitors were shown, and which records cite it.
type Shown interface {
	Text(ctx context.Context, hash string) (consent.Text, error)
	Receipt(ctx context.Context, id string) ([]consent.Record, error)
	Records(ctx context.Context, from int64) iter.Seq2[consent.Record, error]
}

// Purger removes what is older than the retention.
type Purger interface {
	Purgeable(ctx context.Context, before, now time.Time) (int64, error)
	Purge(ctx context.Context, before, now time.Time) (int64, error)
	Horizon(context.Context) (time.Time, error)
	MoveHorizon(ctx context.Context, move func(time.Time) time.Time) (time.Time, error)
	Newest(context.Context) (time.Time, error)
	Removals(context.Context) ([]consent.Removal, error)
}

// Notebook says what was in force, and from when until when.
type Notebook interface {
	Note(ctx context.Context, name, value string, now time.Time) error
	History(context.Context) ([]consent.Period, error)
}

// Registry is all that this package needs of a registry.
type Registry interface {
	Chain
	Shown
	Purger
	Notebook
	Texts(context.Context) ([]string, error)
	Scopes(context.Context) ([]consent.Scope, error)
	Totals(ctx context.Context, from, to time.Time) ([]consent.Total, error)
	CountShown(ctx context.Context, at time.Time, language, text string, again bool, times int64) error
}
