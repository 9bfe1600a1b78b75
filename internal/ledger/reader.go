package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
)

// NewReader returns the ledger that is in the database, for reading: it creates,
// migrates and writes nothing, and reads what an older version of the program
// wrote. It closes the database if it fails.
func NewReader(ctx context.Context, db *sql.DB, d Dialect, m Migrations) (*Ledger, error) {
	d.Intact = func() error { return ErrReadOnly } // before any write
	l := &Ledger{writer: db, read: db, dialect: d}
	if err := l.mustBeReadable(ctx, m); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return l, nil
}

func (l *Ledger) mustBeReadable(ctx context.Context, m Migrations) error {
	ours, err := l.dialect.recognize(ctx, l.read)
	if err != nil {
		return err
	}
	if !ours {
		return ErrNoRegistry
	}
	files, err := fs.Glob(m, "*.sql")
	if err != nil {
		return fmt.Errorf("list the migrations: %w", err)
	}
	if err := l.read.QueryRowContext(ctx, selectStep).Scan(&l.step); err != nil {
		return fmt.Errorf("read the step of the registry: %w", err)
	}
	if l.step > len(files) {
		return &NewerError{Found: l.step, Known: len(files)}
	}
	return nil
}
