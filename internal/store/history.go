package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
)

// Note stores that value is in force under name from now on. It writes nothing if the
// value was in force already, so it can be called at each start.
func (s *Store) Note(ctx context.Context, name, value string, now time.Time) error {
	return s.change(ctx, message.Of("note what is in force"), func(tx *sql.Tx) error {
		if _, err := s.lockHead(ctx, tx); err != nil { // two instances that start at once note it once
			return err
		}
		var last string
		err := tx.QueryRowContext(ctx, `SELECT value FROM history WHERE name = $1 ORDER BY number DESC LIMIT 1`, name).Scan(&last)
		if err == nil && last == value {
			return nil
		}
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO history (number, name, value, since)
			SELECT coalesce(max(number), 0) + 1, $1, $2, $3 FROM history`, name, value, now.UTC().Format(time.RFC3339))
		return err
	})
}

// History returns all periods, by name and then in order.
func (s *Store) History(ctx context.Context) ([]consent.Period, error) {
	periods, err := list(ctx, s.read, `SELECT name, value, since FROM history ORDER BY name, number`, scanPeriod)
	if err != nil {
		return nil, message.Errorf("read the history: %w", err)
	}
	for i := range periods[:max(0, len(periods)-1)] {
		if next := periods[i+1]; next.Name == periods[i].Name {
			periods[i].Until = next.From
		}
	}
	return periods, nil
}

func scanPeriod(rows *sql.Rows) (p consent.Period, err error) {
	var since string
	if err := rows.Scan(&p.Name, &p.Value, &since); err != nil {
		return p, err
	}
	p.From, err = time.Parse(time.RFC3339, since)
	return p, err
}
