package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"

	"charte/internal/message"
)

// NewReader returns the store in the database for reading. It creates, migrates and
// writes nothing, and reads the format of older versions of the program. It closes the
// database if it fails.
func NewReader(ctx context.Context, db *sql.DB, d Dialect, m Migrations) (*Store, error) {
	d.Intact = func() error { return ErrReadOnly } // before any write
	s := &Store{writer: db, read: db, dialect: d}
	if err := s.mustBeReadable(ctx, m); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

func (s *Store) mustBeReadable(ctx context.Context, m Migrations) error {
	ours, err := s.dialect.recognize(ctx, s.read)
	if err != nil {
		return err
	}
	if !ours {
		return ErrNoRegistry
	}
	files, err := fs.Glob(m, "*.sql")
	if err != nil {
		return message.Errorf("list the migrations: %w", err)
	}
	if err := s.read.QueryRowContext(ctx, selectStep).Scan(&s.step); err != nil {
		return message.Errorf("read the step of the registry: %w", err)
	}
	if s.step > len(files) {
		return &NewerError{Found: s.step, Known: len(files)}
	}
	return nil
}
