package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/store"
)

// The statements of a commit. Rows are sent as one array for each column, so that one
// statement inserts any number of them.
const (
	begin = `BEGIN`
	// protect makes a commit wait for the disk, whatever the server's default is, and
	// releases the lock on the head if this program stops during the transaction.
	protect = `SELECT set_config('idle_in_transaction_session_timeout', '10s', true), set_config('synchronous_commit',
		CASE WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'on' ELSE current_setting('synchronous_commit') END, true)`
	lockHead      = `SELECT sequence, hash FROM head FOR UPDATE`
	insertRecords = `INSERT INTO records (sequence, time, decision, choice, scope, text, language, portal, gpc, receipt, ends, previous, hash)
		SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
			$9::boolean[], $10::text[], $11::text[], $12::text[], $13::text[])`
	addToTotals = `INSERT INTO totals (day, decision, choice, language, text, count)
		SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
		ON CONFLICT (day, decision, choice, language, text) DO UPDATE SET count = totals.count + excluded.count`
	moveHead = `UPDATE head SET sequence = $1, hash = $2`
	commit   = `COMMIT`
)

// write commits a batch in two exchanges with the server, instead of one for each
// statement: the first locks and reads the head, the second writes the batch.
func write(ctx context.Context, pool *pgxpool.Pool, chain func(consent.Link) store.Batch) error {
	conn, head, err := lock(ctx, pool)
	if err != nil {
		return err
	}
	defer conn.Release() // which closes a connection that is left in a transaction
	b := chain(head)
	var all pgx.Batch
	all.Queue(insertRecords, columns(b.Records)...)
	all.Queue(addToTotals, countColumns(b.Counts)...)
	all.Queue(moveHead, b.Head.Sequence, b.Head.Hash)
	all.Queue(commit)
	answers := conn.SendBatch(ctx, &all)
	for _, what := range []string{"insert", "count", "move the head", "commit"} {
		tag, err := answers.Exec()
		if err == nil && what == "commit" && tag.String() != commit {
			err = message.Errorf("the server answered %s", tag)
		}
		if err != nil {
			answers.Close() // its error only repeats this one
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	return answers.Close()
}

// lock begins a transaction and locks the head in it. If the connection was lost since
// it was last used, it tries another one, once: nothing is written yet.
func lock(ctx context.Context, pool *pgxpool.Pool) (conn *pgxpool.Conn, head consent.Link, err error) {
	for range 2 {
		if conn, err = pool.Acquire(ctx); err != nil {
			return nil, head, err
		}
		if head, err = readHead(ctx, conn); err == nil {
			return conn, head, nil
		}
		lost := conn.Conn().IsClosed()
		conn.Release()
		if !lost || ctx.Err() != nil {
			break
		}
	}
	return nil, head, message.Errorf("read the head: %w", err)
}

func readHead(ctx context.Context, conn *pgxpool.Conn) (head consent.Link, err error) {
	var first pgx.Batch
	first.Queue(begin)
	first.Queue(protect)
	first.Queue(lockHead)
	answers := conn.SendBatch(ctx, &first)
	_, err = answers.Exec()
	if err == nil {
		_, err = answers.Exec()
	}
	if err == nil {
		err = answers.QueryRow().Scan(&head.Sequence, &head.Hash)
	}
	return head, errors.Join(err, answers.Close())
}

// columns returns the records as one array for each column.
func columns(records []consent.Record) []any {
	n := len(records)
	sequence, gpc := make([]int64, n), make([]bool, n)
	text := make([][]string, 11)
	for i := range text {
		text[i] = make([]string, n)
	}
	for i, r := range records {
		sequence[i], gpc[i] = r.Sequence, r.GPC
		for c, value := range [...]string{r.Time.Format(time.RFC3339), string(r.Decision), r.Choice.String(), r.Scope, r.Text,
			r.Language, r.Portal, r.Receipt, r.Ends, r.Previous, r.Hash} {
			text[c][i] = value
		}
	}
	values := []any{sequence}
	for c, column := range text {
		if c == 7 { // between portal and receipt
			values = append(values, gpc)
		}
		values = append(values, column)
	}
	return values
}

// countColumns returns the counts as one array for each column.
func countColumns(counts []store.Count) []any {
	n := len(counts)
	day, decision, choice, language, text, times := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]int64, n)
	for i, c := range counts {
		day[i], decision[i], choice[i], language[i], text[i], times[i] = c.Day, c.Decision, c.Choice, c.Language, c.Text, c.Times
	}
	return []any{day, decision, choice, language, text, times}
}
