package store

import (
	"context"
	"database/sql"
	"io/fs"

	"charte/internal/message"
)

// Migrations holds one file per step, NNNN_name.sql, numbered from 0001 without
// gaps. Both databases have the same steps. A step that was released is never
// edited: the next step corrects it.
type Migrations struct{ fs.FS }

// NewerError is returned if a newer version of the program has migrated the database
// beyond the steps of this version.
type NewerError struct{ Found, Known int }

// Error names the step and the version to use.
func (e *NewerError) Error() string { return e.Message().String() }

// Message returns the same for translation.
func (e *NewerError) Message() message.Text {
	return message.Of("the registry is at step %d, but this version of charte knows %d: use the version that wrote it, or a newer one", e.Found, e.Known)
}

// migrate applies the steps that the database lacks. Each is one transaction, which
// also stores the number of the step.
func (s *Store) migrate(ctx context.Context, m Migrations) error {
	files, err := fs.Glob(m, "*.sql")
	if err != nil {
		return message.Errorf("list the migrations: %w", err)
	}
	for done := false; !done; {
		err := s.change(ctx, message.Of("migrate the registry"), func(tx *sql.Tx) (err error) {
			done, err = s.takeStep(ctx, tx, m, files)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

const selectStep = `SELECT coalesce(max(number), 0) FROM migrations`

// takeStep applies the next step; done reports that no step is left. It reads the
// number in the transaction, since another program may be migrating.
func (s *Store) takeStep(ctx context.Context, tx *sql.Tx, m Migrations, files []string) (done bool, err error) {
	if _, err := tx.ExecContext(ctx, s.dialect.MigrationLock); err != nil {
		return false, message.Errorf("lock the registry: %w", err)
	}
	if _, err := s.dialect.recognize(ctx, tx); err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY)`); err != nil {
		return false, err
	}
	var taken int
	if err := tx.QueryRowContext(ctx, selectStep).Scan(&taken); err != nil {
		return false, err
	}
	if taken > len(files) {
		return false, &NewerError{Found: taken, Known: len(files)}
	}
	if taken == len(files) {
		s.step = taken
		return true, nil
	}
	statements, err := fs.ReadFile(m, files[taken])
	if err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, string(statements)); err != nil {
		return false, message.Errorf("%s: %w", files[taken], err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO migrations (number) VALUES ($1)`, taken+1)
	return false, err
}
