package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"charte/internal/consent"
)

// Dialect is where the databases differ.
type Dialect struct {
	// Snapshot are the options of a transaction that sees one state throughout.
	Snapshot sql.TxOptions
	// RowLock ends a SELECT that keeps its row locked until the commit; empty
	// where a write transaction locks the whole database anyway.
	RowLock string
	// MigrationLock is run first in each migration's transaction.
	MigrationLock string
	// Tables lists the names of tables, by which a registry is told from the
	// database of another program. In a database that programs share, it lists
	// only the names that a registry uses.
	Tables string
	// Write locks the head, lets chain make what follows it, and writes that, all in
	// one transaction. Nil: it is done a statement at a time, which suits a database
	// that is part of the program.
	Write func(ctx context.Context, chain func(head consent.Link) Batch) error
	// Intact says, before and after each write, what became of the database where a
	// write would succeed and be lost; nil: nothing of the kind can happen.
	Intact func() error
}

// Ledger is a [consent.Registry] in an SQL database, with what else is kept
// beside the records. Its methods may be called at once from many goroutines.
type Ledger struct {
	writer, read *sql.DB
	dialect      Dialect
	group        *consent.Group // nil in a ledger made by NewReader
	compiled     statements     // where the dialect does not write by itself
	step         int            // the last migration that the database has taken
}

// New migrates the database and returns the ledger that is in it. It closes
// both handles when it fails, and else with [Ledger.Close]; they may be one.
func New(ctx context.Context, write, read *sql.DB, d Dialect, m Migrations) (*Ledger, error) {
	l := &Ledger{writer: write, read: read, dialect: d}
	if err := l.migrate(ctx, m); err != nil {
		return nil, errors.Join(err, l.closeDatabases())
	}
	if d.Write == nil {
		if err := l.prepare(ctx); err != nil {
			return nil, errors.Join(err, l.closeDatabases())
		}
	}
	l.group = consent.NewGroup(l.commit)
	return l, nil
}

// Close writes the records that wait, then closes the database.
func (l *Ledger) Close() error {
	if l.group != nil {
		l.group.Close()
	}
	if err := l.closeDatabases(); err != nil {
		return fmt.Errorf("close the registry: %w", err)
	}
	return nil
}

func (l *Ledger) closeDatabases() error {
	err := l.read.Close()
	if l.writer != l.read {
		err = errors.Join(err, l.writer.Close())
	}
	return err
}

// change runs f in one write transaction. The error says what was being done.
func (l *Ledger) change(ctx context.Context, what string, f func(*sql.Tx) error) error {
	if err := l.intact(func() error { return inTx(ctx, l.writer, nil, f) }); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Present fails if the database that was opened is no longer the one at its
// address, for example because its file was removed or replaced. Reading goes on
// in the one that was opened.
func (l *Ledger) Present() error {
	if l.dialect.Intact == nil {
		return nil
	}
	return l.dialect.Intact()
}

// intact writes to a database that is there, and was still there afterwards.
func (l *Ledger) intact(write func() error) error {
	if l.dialect.Intact == nil {
		return write()
	}
	if err := l.dialect.Intact(); err != nil {
		return err
	}
	if err := write(); err != nil {
		return err
	}
	return l.dialect.Intact()
}

func inTx(ctx context.Context, db *sql.DB, options *sql.TxOptions, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, options)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, rollback(tx))
	}
	return tx.Commit()
}

// rollback leaves out the error that only repeats that the context has ended.
func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}
