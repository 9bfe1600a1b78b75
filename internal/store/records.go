package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
)

const recordColumns = `sequence, time, decision, choice, scope, text, language, portal, gpc, receipt, ends, previous, hash`

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, values ...any) (*sql.Rows, error)
}

// Records iterates over the records from a sequence number on, in order, as they were
// when the iteration began. It holds one row in memory at a time. A row that cannot
// be read as a record ends the walk with a [*consent.ChainError].
func (s *Store) Records(ctx context.Context, from int64) iter.Seq2[consent.Record, error] {
	return records(ctx, s.read, `WHERE sequence >= $1 ORDER BY sequence`, from)
}

// Receipt returns the record with the receipt, then those that ended its consent, in
// order. The error is [consent.ErrNotFound] if no record has the receipt.
func (s *Store) Receipt(ctx context.Context, id string) ([]consent.Record, error) {
	if !consent.ValidReceipt(id) { // the empty one would find every refusal
		return nil, message.Errorf("look up the receipt: %w", consent.ErrNotFound)
	}
	var found []consent.Record
	given := false
	for r, err := range records(ctx, s.read, `WHERE receipt = $1 OR ends = $1 ORDER BY sequence`, id) {
		if err != nil {
			return nil, message.Errorf("look up the receipt: %w", err)
		}
		given = given || r.Receipt == id
		found = append(found, r)
	}
	if !given {
		return nil, message.Errorf("look up the receipt: %w", consent.ErrNotFound)
	}
	return found, nil
}

// Verify runs f on one state of the whole chain: the link it follows, the newest
// link, and the records between, for [consent.VerifyChain].
func (s *Store) Verify(ctx context.Context, f func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error) error {
	return s.snapshot(ctx, func(tx *sql.Tx) error {
		after, head, err := ends(ctx, tx)
		if err != nil {
			return err
		}
		return f(after, head, records(ctx, tx, `ORDER BY sequence`))
	})
}

func records(ctx context.Context, db querier, which string, values ...any) iter.Seq2[consent.Record, error] {
	return func(yield func(consent.Record, error) bool) {
		rows, err := db.QueryContext(ctx, `SELECT `+recordColumns+` FROM records `+which, values...)
		if err != nil {
			yield(consent.Record{}, message.Errorf("read the records: %w", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			r, err := scanRecord(rows)
			if !yield(r, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(consent.Record{}, message.Errorf("read the records: %w", err))
		}
	}
}

func scanRecord(rows *sql.Rows) (consent.Record, error) {
	var r consent.Record
	var at, choice string
	err := rows.Scan(&r.Sequence, &at, &r.Decision, &choice, &r.Scope, &r.Text, &r.Language, &r.Portal,
		&r.GPC, &r.Receipt, &r.Ends, &r.Previous, &r.Hash)
	if err != nil {
		return consent.Record{}, message.Errorf("read a record: %w", err)
	}
	var badTime, badChoice error
	r.Time, badTime = time.Parse(time.RFC3339, at)
	r.Choice, badChoice = consent.ParseChoice(choice)
	// The hash covers the parsed fields, so each must be stored in its canonical form.
	if errors.Join(badTime, badChoice) != nil || r.Time.UTC().Format(time.RFC3339) != at || r.Choice.String() != choice {
		return consent.Record{}, &consent.ChainError{Sequence: r.Sequence, Fault: consent.Changed}
	}
	return r, nil
}
