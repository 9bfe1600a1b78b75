package store

import (
	"database/sql"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"
)

// The connection of a write that panicked is the only one that writes to a SQLite file:
// left in its transaction, it would block every later write.
func TestAPanicLeavesNoTransaction(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	write := func(panics bool) (err error) {
		defer func() { _ = recover() }()
		return inTx(t.Context(), db, nil, "", func(tx *sql.Tx) error {
			if _, err := tx.ExecContext(t.Context(), `CREATE TABLE t (x)`); err != nil {
				return err
			}
			if panics {
				panic("during the write")
			}
			return nil
		})
	}
	_ = write(true)
	if open := db.Stats().InUse; open != 0 {
		t.Fatalf("%d connection is still in the transaction", open)
	}
	if err := write(false); err != nil {
		t.Errorf("the next write: %v", err)
	}
	var tables int
	if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil || tables != 1 {
		t.Errorf("%d tables, %v", tables, err)
	}
}
