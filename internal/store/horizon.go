package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
)

// horizonStep is the migration that made the table of the horizon.
const horizonStep = 3

// Horizon returns the time up to which a purge needs no confirmation. If none was
// ever stored, it is the earliest date of a record, so that a wrong clock at that
// moment allows no purge; zero without a record.
func (s *Store) Horizon(ctx context.Context) (time.Time, error) {
	at, err := s.horizon(ctx, s.read)
	if err != nil {
		return at, message.Errorf("read the purge horizon: %w", err)
	}
	return at, nil
}

// MoveHorizon stores what move makes of the horizon, and returns it. Without a
// record it stores nothing and returns zero.
func (s *Store) MoveHorizon(ctx context.Context, move func(time.Time) time.Time) (at time.Time, err error) {
	err = s.change(ctx, message.Of("move the purge horizon"), func(tx *sql.Tx) error {
		if _, err := s.lockHead(ctx, tx); err != nil { // two instances move it in turn
			return err
		}
		if at, err = s.horizon(ctx, tx); err != nil || at.IsZero() {
			return err
		}
		at = move(at)
		_, err = tx.ExecContext(ctx, `INSERT INTO horizon (one, time) VALUES (1, $1)
			ON CONFLICT (one) DO UPDATE SET time = excluded.time`, at.UTC().Format(time.RFC3339))
		return err
	})
	return at, err
}

func (s *Store) horizon(ctx context.Context, db querier) (time.Time, error) {
	if s.step >= horizonStep {
		if stored, err := oneTime(ctx, db, `SELECT time FROM horizon`); err != nil || !stored.IsZero() {
			return stored, err
		}
	}
	return oneTime(ctx, db, `SELECT time FROM records ORDER BY time LIMIT 1`)
}

// Newest returns the date of the record that was made last; zero without one.
func (s *Store) Newest(ctx context.Context) (time.Time, error) {
	at, err := oneTime(ctx, s.read, `SELECT time FROM records ORDER BY sequence DESC LIMIT 1`)
	if err != nil {
		return at, message.Errorf("read the newest record: %w", err)
	}
	return at, nil
}

// DatedAfter returns how many records are dated after a time, and the first of them. It
// reads the dates of all records.
func (s *Store) DatedAfter(ctx context.Context, at time.Time) (n int64, first consent.Record, err error) {
	var sequence int64
	err = s.read.QueryRowContext(ctx, `SELECT count(*), coalesce(min(sequence), 0) FROM records WHERE time > $1`,
		at.UTC().Format(time.RFC3339)).Scan(&n, &sequence)
	if err != nil {
		return 0, first, message.Errorf("count the records dated in the future: %w", err)
	}
	if n == 0 {
		return 0, first, nil
	}
	for r, err := range s.Records(ctx, sequence) {
		return n, r, err
	}
	return 0, first, nil // purged meanwhile
}

// oneTime reads a time; zero where there is no row.
func oneTime(ctx context.Context, db querier, query string) (time.Time, error) {
	found, err := list(ctx, db, query, scanText)
	if err != nil || len(found) == 0 {
		return time.Time{}, err
	}
	at, err := time.Parse(time.RFC3339, found[0])
	if err != nil {
		return at, errors.Join(message.Errorf("a date in the registry was changed: run charte verify"), err)
	}
	return at, nil
}
