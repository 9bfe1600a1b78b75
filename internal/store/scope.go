package store

import (
	"context"
	"database/sql"

	"charte/internal/consent"
	"charte/internal/message"
)

// KeepScope stores a scope permanently. Storing it again has no effect.
func (s *Store) KeepScope(ctx context.Context, scope consent.Scope) error {
	return s.change(ctx, message.Of("store a scope"), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO scopes (hash, lines) VALUES ($1, $2) ON CONFLICT DO NOTHING`, scope.Hash(), scope.String())
		return err
	})
}

// Scopes returns every stored scope.
func (s *Store) Scopes(ctx context.Context) ([]consent.Scope, error) {
	scopes, err := list(ctx, s.read, `SELECT lines FROM scopes ORDER BY hash`, func(rows *sql.Rows) (consent.Scope, error) {
		var lines string
		err := rows.Scan(&lines)
		return consent.ParseScope(lines), err
	})
	if err != nil {
		return nil, message.Errorf("read the scopes: %w", err)
	}
	return scopes, nil
}
