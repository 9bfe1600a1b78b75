package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
)

// purgeRows is how many records one transaction of a purge removes at most, so
// that concurrent choices are delayed by milliseconds only.
const purgeRows = 2000

// Checkpoint returns the link that the oldest record left follows: that of the
// last record purged, or [consent.ChainOrigin].
func (s *Store) Checkpoint(ctx context.Context) (consent.Link, error) {
	link, err := checkpoint(ctx, s.read)
	if err != nil {
		return link, message.Errorf("read the checkpoint: %w", err)
	}
	return link, nil
}

// Removals returns what was purged on each day, by the clock of that day, oldest
// records first.
func (s *Store) Removals(ctx context.Context) ([]consent.Removal, error) {
	all, err := list(ctx, s.read, `SELECT day, sequence, hash FROM checkpoints ORDER BY sequence`, func(rows *sql.Rows) (r consent.Removal, err error) {
		var on string
		if err := rows.Scan(&on, &r.To.Sequence, &r.To.Hash); err != nil {
			return r, err
		}
		r.Day, err = time.Parse(time.DateOnly, on)
		return r, err
	})
	if err != nil {
		return nil, message.Errorf("read the checkpoints: %w", err)
	}
	return all, nil
}

// Purgeable counts what [Store.Purge] would remove.
func (s *Store) Purgeable(ctx context.Context, before, now time.Time) (n int64, err error) {
	_, n, err = s.old(ctx, before, now)
	return n, err
}

// old returns the number of the last record that a purge would remove, and how
// many it would remove.
func (s *Store) old(ctx context.Context, before, now time.Time) (end, n int64, err error) {
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		start, head, err := ends(ctx, tx)
		if err != nil {
			return err
		}
		end, err = lastOld(ctx, tx, before, now, head.Sequence)
		n = max(0, end-start.Sequence)
		return err
	})
	if err != nil {
		return 0, 0, message.Errorf("count the old records: %w", err)
	}
	return end, n, nil
}

// Purge removes the records from the oldest on that are dated before the given
// time, and returns their number. It ends before the first record with a later date:
// it removes only a prefix, so that the rest stays one chain, which begins at the
// checkpoint of today. A record dated in the future has a wrong date, so it does not
// end the purge; it is removed if an old record follows it. Totals, texts and scopes
// stay. An interrupted purge has removed a shorter prefix.
func (s *Store) Purge(ctx context.Context, before, now time.Time) (removed int64, err error) {
	end, _, err := s.old(ctx, before, now)
	if err != nil {
		return 0, err
	}
	for {
		var n int64
		err := s.change(ctx, message.Of("purge the registry"), func(tx *sql.Tx) (err error) {
			n, err = s.purgeSome(ctx, tx, end, now)
			return err
		})
		if err != nil || n == 0 {
			return removed, err
		}
		removed += n
	}
}

// purgeSome removes up to purgeRows records, none after the one numbered last.
func (s *Store) purgeSome(ctx context.Context, tx *sql.Tx, last int64, now time.Time) (int64, error) {
	if _, err := s.lockHead(ctx, tx); err != nil { // two purges at once take turns
		return 0, err
	}
	start, err := checkpoint(ctx, tx)
	if err != nil {
		return 0, err
	}
	end := min(last, start.Sequence+purgeRows)
	if end <= start.Sequence {
		return 0, nil
	}
	left, err := tx.ExecContext(ctx, `INSERT INTO checkpoints (day, sequence, hash)
		SELECT $1, sequence, hash FROM records WHERE sequence = $2
		ON CONFLICT (day) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash`, day(now), end)
	if err != nil {
		return 0, message.Errorf("store the checkpoint: %w", err)
	}
	if n, err := left.RowsAffected(); err != nil || n != 1 {
		return 0, errors.Join(message.Errorf("record %d is missing, so nothing was removed: run charte verify", end), err)
	}
	result, err := tx.ExecContext(ctx, `DELETE FROM records WHERE sequence <= $1`, end)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// lastOld returns the number of the last old record before the first one that is
// neither old nor dated after now; 0 if there is no such record. The query by number
// stops there, since old records are at the start.
func lastOld(ctx context.Context, db querier, before, now time.Time, limit int64) (int64, error) {
	number := func(rows *sql.Rows) (n int64, err error) { return n, rows.Scan(&n) }
	from, until := before.UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339)
	young, err := list(ctx, db, `SELECT sequence FROM records WHERE sequence <= $1 AND time >= $2 AND time <= $3 ORDER BY sequence LIMIT 1`,
		number, limit, from, until)
	if err != nil {
		return 0, err
	}
	if len(young) > 0 {
		limit = young[0] - 1
	}
	old, err := list(ctx, db, `SELECT sequence FROM records WHERE sequence <= $1 AND time < $2 ORDER BY sequence DESC LIMIT 1`,
		number, limit, from)
	if err != nil || len(old) == 0 {
		return 0, err
	}
	return old[0], nil
}

// ends returns the links before the oldest record and of the newest.
func ends(ctx context.Context, tx *sql.Tx) (start, head consent.Link, err error) {
	if start, err = checkpoint(ctx, tx); err != nil {
		return start, head, message.Errorf("read the checkpoint: %w", err)
	}
	head, err = newest(ctx, tx, "")
	return start, head, err
}

func checkpoint(ctx context.Context, db querier) (consent.Link, error) {
	links, err := list(ctx, db, `SELECT sequence, hash FROM checkpoints ORDER BY sequence DESC LIMIT 1`,
		func(rows *sql.Rows) (k consent.Link, err error) { return k, rows.Scan(&k.Sequence, &k.Hash) })
	if err != nil || len(links) == 0 {
		return consent.ChainOrigin(), err
	}
	return links[0], nil
}
