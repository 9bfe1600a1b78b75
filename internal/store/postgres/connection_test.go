package postgres

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"charte/internal/store/postgres/pgtest"
)

func TestWhatIsAcknowledgedIsOnDiskWhateverTheServerSays(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Start(t)
	for server, want := range map[string]string{"off": "on", "local": "on", "on": "on", "remote_apply": "remote_apply"} {
		r, err := Open(t.Context(), cluster.NewDatabase(t)+"&options=-csynchronous_commit%3D"+server)
		if err != nil {
			t.Fatal(err)
		}
		var got string
		if err := r.pool.QueryRow(t.Context(), "SHOW synchronous_commit").Scan(&got); err != nil || got != want {
			t.Errorf("server %s: %s, %v; want %s", server, got, err, want)
		}
		r.Close()
		if n := r.pool.Stat().TotalConns(); n != 0 {
			t.Errorf("%d connections are left", n)
		}
	}
}

// Both registries have the same steps, but for the names of the types.
func TestTheMigrationsAreThoseOfSQLite(t *testing.T) {
	t.Parallel()
	sqlite := os.DirFS("../sqlite")
	ours, err := fs.Glob(migrations, "migrations/*")
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := fs.Glob(sqlite, "migrations/*")
	if err != nil || strings.Join(ours, " ") != strings.Join(theirs, " ") {
		t.Fatalf("here %v, there %v, %v", ours, theirs, err)
	}
	same := strings.NewReplacer(` COLLATE "C"`, "", "BIGINT", "INTEGER", "BYTEA", "BLOB", ") STRICT;", ");",
		"BOOLEAN NOT NULL", "INTEGER NOT NULL CHECK (gpc IN (0, 1))")
	for _, name := range ours {
		a, err := fs.ReadFile(migrations, name)
		if err != nil {
			t.Fatal(err)
		}
		b, err := fs.ReadFile(sqlite, name)
		if err != nil || same.Replace(string(a)) != same.Replace(string(b)) {
			t.Errorf("%s differs from SQLite's, %v", name, err)
		}
	}
}
