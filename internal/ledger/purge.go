package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"charte/internal/consent"
)

// purgeRows is how many records one transaction of a purge removes at most, so
// that visitors who choose meanwhile wait for milliseconds only.
const purgeRows = 2000

// Checkpoint returns the link that the oldest record left follows: that of the
// last record purged, or [consent.ChainOrigin].
func (l *Ledger) Checkpoint(ctx context.Context) (consent.Link, error) {
	link, err := checkpoint(ctx, l.read)
	if err != nil {
		return link, fmt.Errorf("read the checkpoint: %w", err)
	}
	return link, nil
}

// Purgeable counts what [Ledger.Purge] would remove.
func (l *Ledger) Purgeable(ctx context.Context, before time.Time) (int64, error) {
	start, err := checkpoint(ctx, l.read)
	if err != nil {
		return 0, fmt.Errorf("count old records: %w", err)
	}
	end, err := lastOld(ctx, l.read, before)
	if err != nil {
		return 0, fmt.Errorf("count old records: %w", err)
	}
	return max(0, end-start.Sequence), nil
}

// Purge removes the records from the oldest on up to the first that is not dated
// before the given time, and returns how many those were. Only a prefix goes, so
// that what is left stays one chain; it begins at the checkpoint that now says
// today's date. Totals, texts and scopes stay. A purge that is interrupted is
// complete as far as it went.
func (l *Ledger) Purge(ctx context.Context, before, today time.Time) (removed int64, err error) {
	for {
		var n int64
		err := l.change(ctx, "purge", func(tx *sql.Tx) (err error) {
			n, err = l.purgeSome(ctx, tx, before, today)
			return err
		})
		if err != nil || n == 0 {
			return removed, err
		}
		removed += n
	}
}

func (l *Ledger) purgeSome(ctx context.Context, tx *sql.Tx, before, today time.Time) (int64, error) {
	if _, err := l.lockHead(ctx, tx); err != nil { // two purges at once take turns
		return 0, err
	}
	start, err := checkpoint(ctx, tx)
	if err != nil {
		return 0, err
	}
	end, err := lastOld(ctx, tx, before)
	if err != nil {
		return 0, err
	}
	end = min(end, start.Sequence+purgeRows)
	if end <= start.Sequence {
		return 0, nil
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO checkpoints (day, sequence, hash)
		SELECT $1, sequence, hash FROM records WHERE sequence = $2
		ON CONFLICT (day) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash`, day(today), end); err != nil {
		return 0, fmt.Errorf("leave a checkpoint: %w", err)
	}
	result, err := tx.ExecContext(ctx, `DELETE FROM records WHERE sequence <= $1`, end)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// lastOld returns the number of the last record before the first one that is not
// old. The walk by number stops there: the old ones stand at the start.
func lastOld(ctx context.Context, db querier, before time.Time) (last int64, err error) {
	young, err := list(ctx, db, `SELECT sequence FROM records WHERE time >= $1 ORDER BY sequence LIMIT 1`,
		func(rows *sql.Rows) (n int64, err error) { return n, rows.Scan(&n) }, before.UTC().Format(time.RFC3339))
	if err != nil {
		return 0, err
	}
	if len(young) > 0 {
		return young[0] - 1, nil
	}
	all, err := list(ctx, db, `SELECT sequence FROM head`, func(rows *sql.Rows) (n int64, err error) { return n, rows.Scan(&n) })
	if err != nil || len(all) != 1 {
		return 0, errors.Join(err, fmt.Errorf("%d heads", len(all)))
	}
	return all[0], nil
}

func checkpoint(ctx context.Context, db querier) (consent.Link, error) {
	links, err := list(ctx, db, `SELECT sequence, hash FROM checkpoints ORDER BY sequence DESC LIMIT 1`,
		func(rows *sql.Rows) (k consent.Link, err error) { return k, rows.Scan(&k.Sequence, &k.Hash) })
	if err != nil || len(links) == 0 {
		return consent.ChainOrigin(), err
	}
	return links[0], nil
}
