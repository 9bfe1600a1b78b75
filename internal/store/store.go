package store

import (
	"context"
	"database/sql"
	"errors"

	"charte/internal/consent"
	"charte/internal/message"
)

// Dialect describes the differences between the databases.
type Dialect struct {
	// Snapshot are the options of a transaction that sees one state throughout.
	Snapshot sql.TxOptions
	// BeginSnapshot and BeginWrite are run first in each transaction that sees one state,
	// or that writes; empty: nothing is run. What they set ends with the transaction,
	// because a pooler may give the connection to another program then.
	BeginSnapshot, BeginWrite string
	// RowLock is the end of a SELECT that locks its row until the commit; empty if a
	// write transaction locks the whole database.
	RowLock string
	// MigrationLock is run first in each migration's transaction.
	MigrationLock string
	// Tables is a query for the names of the tables, which distinguish a registry from
	// the database of another program. In a shared database it returns only names that
	// a registry uses.
	Tables string
	// Size is a query for the size of the database in bytes.
	Size string
	// Write locks the head, calls chain with it and writes the batch that chain returns,
	// all in one transaction. If it is nil, the batch is written a statement at a time,
	// which suits a database that is part of the program.
	Write func(ctx context.Context, chain func(head consent.Link) Batch) error
	// Intact fails if the database was removed or replaced, so that a write would be
	// lost. It is called before and after each write; nil if that cannot happen.
	Intact func() error
}

// Store is a [consent.Registry] in an SQL database. Its methods may be called
// concurrently.
type Store struct {
	writer, read *sql.DB
	dialect      Dialect
	group        *consent.Group // nil in a store returned by NewReader
	compiled     statements     // where the dialect does not write by itself
	step         int            // the last migration that the database has taken
}

// New migrates the database and returns the store in it. Both handles, which may be the
// same, are closed by [Store.Close], or by New if it fails.
func New(ctx context.Context, write, read *sql.DB, d Dialect, m Migrations) (*Store, error) {
	s := &Store{writer: write, read: read, dialect: d}
	if err := s.migrate(ctx, m); err != nil {
		return nil, errors.Join(err, s.closeDatabases())
	}
	if d.Write == nil {
		if err := s.prepare(ctx); err != nil {
			return nil, errors.Join(err, s.closeDatabases())
		}
	}
	s.group = consent.NewGroup(s.commit)
	return s, nil
}

// Close writes the queued records, then closes the database.
func (s *Store) Close() error {
	if s.group != nil {
		s.group.Close()
	}
	if err := s.closeDatabases(); err != nil {
		return message.Errorf("close the registry: %w", err)
	}
	return nil
}

func (s *Store) closeDatabases() error {
	err := s.read.Close()
	if s.writer != s.read {
		err = errors.Join(err, s.writer.Close())
	}
	return err
}

// change runs f in one write transaction. Its error starts with what.
func (s *Store) change(ctx context.Context, what message.Text, f func(*sql.Tx) error) error {
	if err := s.intact(func() error { return inTx(ctx, s.writer, nil, s.dialect.BeginWrite, f) }); err != nil {
		return message.Errorf("%s: %w", what, err)
	}
	return nil
}

// Present fails if the database that was opened is no longer the one at its address,
// for example because its file was removed or replaced. The one that was opened can
// still be read.
func (s *Store) Present() error {
	if s.dialect.Intact == nil {
		return nil
	}
	return s.dialect.Intact()
}

// Size returns the size of the database in bytes.
func (s *Store) Size(ctx context.Context) (bytes int64, err error) {
	if err := s.read.QueryRowContext(ctx, s.dialect.Size).Scan(&bytes); err != nil {
		return 0, message.Errorf("read the size of the registry: %w", err)
	}
	return bytes, nil
}

// intact calls write. It fails if the database was replaced before or meanwhile.
func (s *Store) intact(write func() error) error {
	if s.dialect.Intact == nil {
		return write()
	}
	if err := s.dialect.Intact(); err != nil {
		return err
	}
	if err := write(); err != nil {
		return err
	}
	return s.dialect.Intact()
}

// snapshot runs f in a transaction that sees one state of the database.
func (s *Store) snapshot(ctx context.Context, f func(*sql.Tx) error) error {
	return inTx(ctx, s.read, &s.dialect.Snapshot, s.dialect.BeginSnapshot, f)
}

// inTx runs f in a transaction, after the statement first if it is not empty.
func inTx(ctx context.Context, db *sql.DB, options *sql.TxOptions, first string, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, options)
	if err != nil {
		return err
	}
	returned := false
	defer func() {
		if !returned { // a panic, which must not leave the connection in the transaction
			_ = tx.Rollback()
		}
	}()
	if first != "" {
		_, err = tx.ExecContext(ctx, first)
	}
	if err == nil {
		err = f(tx)
	}
	returned = true
	if err != nil {
		return errors.Join(err, rollback(tx))
	}
	return tx.Commit()
}

// rollback rolls back without the error that only repeats that the context has ended.
func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}
