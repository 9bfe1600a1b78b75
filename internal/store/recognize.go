package store

import (
	"context"
	"slices"

	"charte/internal/message"
)

// ErrForeign reports a database that has tables, but not those of a registry: it
// belongs to another program.
var ErrForeign = message.Errorf("it holds no registry of Charte, but the tables of another program, and was left unchanged: name the registry")

// ErrNoRegistry reports a database without any table, where a registry was to be read.
var ErrNoRegistry = message.Errorf("it holds no registry: name another, or restore a backup")

// ErrReadOnly is returned by each method that would write to a store made by
// [NewReader].
var ErrReadOnly = message.Errorf("the registry is open for reading only")

// essential are the tables that every registry has had since the first migration.
var essential = []string{"migrations", "records", "head", "checkpoints"}

// recognize reports whether the database contains a registry. It returns false for a
// database without tables, and [ErrForeign] for one with other tables only.
func (d Dialect) recognize(ctx context.Context, db querier) (registry bool, err error) {
	tables, err := list(ctx, db, d.Tables, scanText)
	if err != nil {
		return false, message.Errorf("list the tables: %w", err)
	}
	if !slices.ContainsFunc(essential, func(name string) bool { return !slices.Contains(tables, name) }) {
		return true, nil
	}
	if len(tables) > 0 {
		return false, ErrForeign
	}
	return false, nil
}
