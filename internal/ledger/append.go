package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"charte/internal/consent"
)

// Append makes one record durable, together with those that wait beside it, and
// returns it after the commit. An error means that no record was made, or that
// it is not known whether one was.
func (l *Ledger) Append(ctx context.Context, e consent.Entry) (consent.Record, error) {
	return l.group.Append(ctx, e)
}

// commit chains the entries behind the newest record and writes them together.
func (l *Ledger) commit(ctx context.Context, entries []consent.Entry) ([]consent.Record, error) {
	records := make([]consent.Record, 0, len(entries))
	err := l.change(ctx, "append records", func(tx *sql.Tx) error {
		head, err := l.lockHead(ctx, tx)
		if err != nil {
			return err
		}
		for _, e := range entries {
			r := consent.NewRecord(e, head.Sequence+1, head.Hash)
			records, head = append(records, r), r.Link()
		}
		if err := l.insert(ctx, tx, records); err != nil {
			return err
		}
		if err := count(ctx, tx, records); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE head SET sequence = $1, hash = $2`, head.Sequence, head.Hash)
		return err
	})
	if err != nil {
		return nil, err
	}
	return records, nil
}

// lockHead reads the newest link, and keeps every other writer waiting until
// the transaction ends. It is never remembered: another program may write too.
func (l *Ledger) lockHead(ctx context.Context, tx *sql.Tx) (consent.Link, error) {
	return newest(ctx, tx, l.dialect.RowLock)
}

func newest(ctx context.Context, tx *sql.Tx, lock string) (head consent.Link, err error) {
	row := tx.QueryRowContext(ctx, `SELECT sequence, hash FROM head`+lock)
	if err := row.Scan(&head.Sequence, &head.Hash); err != nil {
		return head, fmt.Errorf("read the head: %w", err)
	}
	return head, nil
}

// fitting halves the most rows of a statement until there are so many.
func fitting(most, there int) int {
	for most > there {
		most /= 2
	}
	return most
}

// insert writes the records with as few statements as there are full ones, and
// the rest in halves: a group is never waited for row by row, and few different
// statements are ever prepared.
func (l *Ledger) insert(ctx context.Context, tx *sql.Tx, records []consent.Record) error {
	one := func(values []any) (sql.Result, error) { return tx.ExecContext(ctx, l.inserts[1], values...) }
	if l.prepared != nil {
		prepared := tx.StmtContext(ctx, l.prepared)
		one = func(values []any) (sql.Result, error) { return prepared.ExecContext(ctx, values...) }
	}
	for len(records) > 0 {
		n, run := 1, one
		if many := fitting(l.dialect.InsertRows, len(records)); many > 1 {
			n, run = many, func(values []any) (sql.Result, error) { return tx.ExecContext(ctx, l.inserts[many], values...) }
		}
		values := make([]any, 0, n*recordFields)
		for _, r := range records[:n] {
			values = append(values, r.Sequence, r.Time.Format(time.RFC3339), string(r.Decision), r.Choice.String(),
				r.Scope, r.Text, r.Language, r.Portal, r.GPC, r.Receipt, r.Ends, r.Previous, r.Hash)
		}
		if _, err := run(values); err != nil {
			return fmt.Errorf("insert: %w", err)
		}
		records = records[n:]
	}
	return nil
}

// recordFields is how many columns a record has.
const recordFields = 13

// insertRecords returns the statement that inserts n records.
func insertRecords(n int) string {
	var b strings.Builder
	b.WriteString(`INSERT INTO records (` + recordColumns + `) VALUES `)
	for i := range n * recordFields {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%recordFields == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	return b.String() + ")"
}
