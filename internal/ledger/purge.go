package ledger

import (
	"context"
	"database/sql"
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
func (l *Ledger) Purgeable(ctx context.Context, before time.Time) (n int64, err error) {
	err = inTx(ctx, l.read, &l.dialect.Snapshot, func(tx *sql.Tx) error {
		start, head, err := ends(ctx, tx)
		if err != nil {
			return err
		}
		end, err := lastOld(ctx, tx, before, head.Sequence)
		n = max(0, end-start.Sequence)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count old records: %w", err)
	}
	return n, nil
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
	head, err := l.lockHead(ctx, tx) // two purges at once take turns
	if err != nil {
		return 0, err
	}
	start, err := checkpoint(ctx, tx)
	if err != nil {
		return 0, err
	}
	end, err := lastOld(ctx, tx, before, min(head.Sequence, start.Sequence+purgeRows))
	if err != nil {
		return 0, err
	}
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
// old, and looks no further than limit. The walk by number stops there: the old
// ones stand at the start.
func lastOld(ctx context.Context, db querier, before time.Time, limit int64) (int64, error) {
	young, err := list(ctx, db, `SELECT sequence FROM records WHERE sequence <= $1 AND time >= $2 ORDER BY sequence LIMIT 1`,
		func(rows *sql.Rows) (n int64, err error) { return n, rows.Scan(&n) }, limit, before.UTC().Format(time.RFC3339))
	if err != nil || len(young) == 0 {
		return limit, err
	}
	return young[0] - 1, nil
}

// ends returns the links before the oldest record and of the newest.
func ends(ctx context.Context, tx *sql.Tx) (start, head consent.Link, err error) {
	if start, err = checkpoint(ctx, tx); err != nil {
		return start, head, fmt.Errorf("read the checkpoint: %w", err)
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
