package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
)

// Append stores one record, in one commit with concurrent ones, and returns it after
// the commit. After an error it is unknown whether the record exists.
func (s *Store) Append(ctx context.Context, e consent.Entry) (consent.Record, error) {
	if s.group == nil {
		return consent.Record{}, ErrReadOnly
	}
	return s.group.Append(ctx, e)
}

// Batch holds the rows that one commit writes.
type Batch struct {
	Records []consent.Record
	Counts  []Count // what the records add to the totals
	Head    consent.Link
}

// commit chains the entries behind the newest record and writes them together.
func (s *Store) commit(ctx context.Context, entries []consent.Entry) ([]consent.Record, error) {
	var batch Batch
	chain := func(head consent.Link) Batch {
		batch = newBatch(head, entries)
		return batch
	}
	write := s.dialect.Write
	if write == nil {
		write = s.writeRows
	}
	if err := s.intact(func() error { return write(ctx, chain) }); err != nil {
		return nil, message.Errorf("append records: %w", err)
	}
	return batch.Records, nil
}

func newBatch(head consent.Link, entries []consent.Entry) Batch {
	b := Batch{Records: make([]consent.Record, 0, len(entries))}
	for _, e := range entries {
		r := consent.NewRecord(e, head.Sequence+1, head.Hash)
		b.Records, head = append(b.Records, r), r.Link()
	}
	b.Counts, b.Head = countsOf(b.Records), head
	return b
}

// statements holds the prepared statements of a commit.
type statements struct{ head, insert, add, move *sql.Stmt }

const moveHead = `UPDATE head SET sequence = $1, hash = $2`

func (s *Store) prepare(ctx context.Context) (err error) {
	for _, st := range []struct {
		at   **sql.Stmt
		text string
	}{
		{&s.compiled.head, selectHead + s.dialect.RowLock}, {&s.compiled.insert, InsertRecord},
		{&s.compiled.add, addToTotal}, {&s.compiled.move, moveHead},
	} {
		if *st.at, err = s.writer.PrepareContext(ctx, st.text); err != nil {
			return err
		}
	}
	return nil
}

// writeRows writes a batch a row at a time.
func (s *Store) writeRows(ctx context.Context, chain func(consent.Link) Batch) error {
	return inTx(ctx, s.writer, nil, s.dialect.BeginWrite, func(tx *sql.Tx) error {
		// The transaction already ends with the context. Cancelling each statement too
		// would cost more than the statement.
		ctx := context.WithoutCancel(ctx)
		head, err := scanHead(tx.StmtContext(ctx, s.compiled.head).QueryRowContext(ctx))
		if err != nil {
			return err
		}
		b := chain(head)
		insert := tx.StmtContext(ctx, s.compiled.insert)
		for _, r := range b.Records {
			if _, err := insert.ExecContext(ctx, Fields(r)...); err != nil {
				return message.Errorf("insert the records: %w", err)
			}
		}
		add := tx.StmtContext(ctx, s.compiled.add)
		for _, c := range b.Counts {
			if _, err := add.ExecContext(ctx, c.Day, c.Decision, c.Choice, c.Language, c.Text, c.Times); err != nil {
				return message.Errorf("count the records: %w", err)
			}
		}
		_, err = tx.StmtContext(ctx, s.compiled.move).ExecContext(ctx, b.Head.Sequence, b.Head.Hash)
		return err
	})
}

// Fields returns the record's values in the order of [InsertRecord].
func Fields(r consent.Record) []any {
	return []any{r.Sequence, r.Time.Format(time.RFC3339), string(r.Decision), r.Choice.String(),
		r.Scope, r.Text, r.Language, r.Portal, r.GPC, r.Receipt, r.Ends, r.Previous, r.Hash}
}

const selectHead = `SELECT sequence, hash FROM head`

// lockHead reads the newest link and locks it against other writers until the
// transaction ends. It is read each time, because another program may write too.
func (s *Store) lockHead(ctx context.Context, tx *sql.Tx) (consent.Link, error) {
	return newest(ctx, tx, s.dialect.RowLock)
}

func newest(ctx context.Context, tx *sql.Tx, lock string) (consent.Link, error) {
	return scanHead(tx.QueryRowContext(ctx, selectHead+lock))
}

func scanHead(row *sql.Row) (head consent.Link, err error) {
	err = row.Scan(&head.Sequence, &head.Hash)
	if errors.Is(err, sql.ErrNoRows) {
		err = message.Errorf("the head row is missing; restore a backup")
	}
	if err != nil {
		return head, message.Errorf("read the head: %w", err)
	}
	return head, nil
}

// InsertRecord inserts one record, whose values [Fields] returns.
const InsertRecord = `INSERT INTO records (` + recordColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`
