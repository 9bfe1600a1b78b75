package sqlite

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
)

// A setting that reached one connection only would lose records with the power on
// another, so two are open at once here.
func TestEveryConnectionIsSetAlike(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "charte.db")
	if _, err := createFile(path); err != nil {
		t.Fatal(err)
	}
	for _, more := range []string{"_txlock=immediate", "_query_only=true"} {
		db, err := sql.Open("sqlite", source(path, more))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for range 2 {
			conn, err := db.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			for pragma, want := range map[string]string{
				"synchronous": "2", "journal_mode": "wal", "busy_timeout": "5000", "foreign_keys": "1", "secure_delete": "1",
			} {
				var got string
				if err := conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
					t.Errorf("%s: %s is %s, %v; want %s", more, pragma, got, err, want)
				}
			}
		}
	}
}

// A connection that the pool opens while the file is away would find an empty one.
func TestAConnectionMakesNoFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "charte.db")
	db, err := sql.Open("sqlite", source(path, "_query_only=true"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.PingContext(t.Context()); err == nil {
		t.Error("a file that is not there was opened")
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("a file was made: %v", err)
	}
}
