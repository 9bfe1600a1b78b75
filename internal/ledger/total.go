package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"charte/internal/consent"
)

// Shown and ShownAgain stand where a total counts no decision, but how often the
// banner was served: to a visitor without a choice that could be read, and to one
// who had chosen before the scope grew.
const (
	Shown      consent.Decision = ""
	ShownAgain consent.Decision = "again"
)

// IsBanner says that the total counts banners, and no decision.
func (t Total) IsBanner() bool { return t.Decision == Shown || t.Decision == ShownAgain }

// Total counts equal decisions of one UTC day. It outlives the records, and says
// nothing about anyone.
type Total struct {
	Day      time.Time
	Decision consent.Decision
	Choice   consent.Choice
	Language string
	// Text is the hash of the text shown; empty as in [consent.Entry].
	Text  string
	Count int64
}

// totalKey is a total as it is kept.
type totalKey struct{ day, decision, choice, language, text string }

// Totals returns the totals from one day to another, both included, in order.
func (l *Ledger) Totals(ctx context.Context, from, to time.Time) ([]Total, error) {
	totals, err := list(ctx, l.read, `SELECT day, decision, choice, language, text, count FROM totals
		WHERE day >= $1 AND day <= $2 ORDER BY day, decision, choice, language, text`, scanTotal, day(from), day(to))
	if err != nil {
		return nil, fmt.Errorf("read the totals: %w", err)
	}
	return totals, nil
}

// CountShown adds to how often the text was served to visitors who are asked, for
// the first time or again, on that day. Callers gather and add now and then: it is
// a write, but no proof.
func (l *Ledger) CountShown(ctx context.Context, at time.Time, language, text string, again bool, times int64) error {
	what := Shown
	if again {
		what = ShownAgain
	}
	return l.change(ctx, "count banners", func(tx *sql.Tx) error {
		return add(ctx, tx, totalKey{day: day(at), decision: string(what), language: language, text: text}, times)
	})
}

// count adds the records to the totals.
func count(ctx context.Context, tx *sql.Tx, records []consent.Record) error {
	counts := map[totalKey]int64{}
	for _, r := range records {
		counts[totalKey{day(r.Time), string(r.Decision), r.Choice.String(), r.Language, r.Text}]++
	}
	for key, n := range counts {
		if err := add(ctx, tx, key, n); err != nil {
			return err
		}
	}
	return nil
}

func add(ctx context.Context, tx *sql.Tx, k totalKey, n int64) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO totals (day, decision, choice, language, text, count)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (day, decision, choice, language, text) DO UPDATE SET count = totals.count + excluded.count`,
		k.day, k.decision, k.choice, k.language, k.text, n)
	if err != nil {
		return fmt.Errorf("count: %w", err)
	}
	return nil
}

func scanTotal(rows *sql.Rows) (t Total, err error) {
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
