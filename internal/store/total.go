package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
)

// Totals returns the totals from one day to another, both included, in order.
func (s *Store) Totals(ctx context.Context, from, to time.Time) ([]consent.Total, error) {
	totals, err := list(ctx, s.read, `SELECT day, decision, choice, language, text, count FROM totals
		WHERE day >= $1 AND day <= $2 ORDER BY day, decision, choice, language, text`, scanTotal, day(from), day(to))
	if err != nil {
		return nil, message.Errorf("read the totals: %w", err)
	}
	return totals, nil
}

// Count adds to a total of served banners or objections. Each call is a write, so
// callers collect counts first.
func (s *Store) Count(ctx context.Context, t consent.Total) error {
	return s.change(ctx, message.Of("count banners and objections"), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, addToTotal, day(t.Day), string(t.Decision), t.Choice.String(), t.Language, t.Text, t.Count)
		return err
	})
}

// Count is an addition to one total.
type Count struct {
	Day, Decision, Choice, Language, Text string
	Times                                 int64
}

// countsOf returns what the records add to the totals, in their order.
func countsOf(records []consent.Record) []Count {
	var counts []Count
	for _, r := range records {
		one := Count{Day: day(r.Time), Decision: string(r.Decision), Choice: r.Choice.String(), Language: r.Language, Text: r.Text}
		i := slices.IndexFunc(counts, func(c Count) bool { c.Times = 0; return c == one })
		if i < 0 {
			i, counts = len(counts), append(counts, one)
		}
		counts[i].Times++
	}
	return counts
}

const addToTotal = `INSERT INTO totals (day, decision, choice, language, text, count)
	VALUES ($1, $2, $3, $4, $5, $6)
	ON CONFLICT (day, decision, choice, language, text) DO UPDATE SET count = totals.count + excluded.count`

func scanTotal(rows *sql.Rows) (t consent.Total, err error) {
	var on, choice string
	if err := rows.Scan(&on, &t.Decision, &choice, &t.Language, &t.Text, &t.Count); err != nil {
		return t, err
	}
	if t.Day, err = time.Parse(time.DateOnly, on); err != nil {
		return t, err
	}
	t.Choice, err = consent.ParseChoice(choice)
	return t, err
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
