package consent

import (
	"context"
	"errors"
	"iter"
)

// ErrNotFound tells that the registry holds no such thing.
var ErrNotFound = errors.New("not in the registry")

// Registry is where records, the texts they cite and the scopes ever in force
// are kept. Every implementation passes the suite in consenttest. All methods
// may be called at once from many goroutines.
type Registry interface {
	// Append makes one record durable and returns it; it returns only after the
	// commit. An error means that no record was made, or that it is not known
	// whether one was: either way nothing may be granted on it.
	Append(context.Context, Entry) (Record, error)
	// KeepText keeps a text for as long as a record cites it; keeping it again
	// changes nothing.
	KeepText(context.Context, Text) error
	// Text returns the text with that hash, or ErrNotFound.
	Text(ctx context.Context, hash string) (Text, error)
	// KeepScope keeps a scope; keeping it again changes nothing.
	KeepScope(context.Context, Scope) error
	// Scopes returns every scope ever kept.
	Scopes(context.Context) ([]Scope, error)
	// Receipt returns the record that gave the receipt, then those that ended
	// it, in order; ErrNotFound where no record gave it.
	Receipt(ctx context.Context, id string) ([]Record, error)
	// Records walks the records from a sequence number on, in order.
	Records(ctx context.Context, from int64) iter.Seq2[Record, error]
	Close() error
}
