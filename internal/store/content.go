package store

import (
	"context"
	"database/sql"
	"errors"

	"charte/internal/consent"
	"charte/internal/message"
)

// KeepContent stores the operator's files, packed by package content, in place of
// those stored before. The pages made of older files are in the texts.
func (s *Store) KeepContent(ctx context.Context, packed []byte) error {
	return s.change(ctx, message.Of("store the content"), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO content (one, packed) VALUES (1, $1)
			ON CONFLICT (one) DO UPDATE SET packed = excluded.packed`, packed)
		return err
	})
}

// contentStep is the migration since which the content is stored.
const contentStep = 2

// Content returns the operator's files that were stored last, or ErrNotFound.
func (s *Store) Content(ctx context.Context) (packed []byte, err error) {
	if s.step < contentStep {
		return nil, message.Errorf("read the stored content: %w", consent.ErrNotFound)
	}
	err = s.read.QueryRowContext(ctx, `SELECT packed FROM content`).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		err = consent.ErrNotFound
	}
	if err != nil {
		return nil, message.Errorf("read the stored content: %w", err)
	}
	return packed, nil
}
