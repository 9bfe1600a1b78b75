package postgres

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/store/postgres/pgtest"
)

// Triggers store the setting with which each transaction commits: of a record, which is
// written in batches, and of a scope.
const observeCommits = `CREATE TABLE seen (setting text);
	CREATE FUNCTION observe() RETURNS trigger LANGUAGE plpgsql AS
		'BEGIN INSERT INTO seen VALUES (current_setting(''synchronous_commit'')); RETURN NULL; END';
	CREATE TRIGGER observe AFTER INSERT ON records FOR EACH STATEMENT EXECUTE FUNCTION observe();
	CREATE TRIGGER observe AFTER INSERT ON scopes FOR EACH STATEMENT EXECUTE FUNCTION observe()`

func TestWhatIsAcknowledgedIsOnDiskWhateverTheServerSays(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Start(t)
	for server, want := range map[string]string{"off": "on", "local": "on", "on": "on", "remote_apply": "remote_apply"} {
		r, err := Open(t.Context(), cluster.NewDatabase(t)+"&options=-csynchronous_commit%3D"+server)
		if err != nil {
			t.Fatal(err)
		}
		_, errObserve := r.pool.Exec(t.Context(), observeCommits)
		_, errAppend := r.Append(t.Context(), consent.Entry{Time: time.Unix(0, 0), Decision: consent.Refuse, Choice: consent.Choice{"statistics": false}, Scope: strings.Repeat("a", 64), Language: "fr"})
		errScope := r.KeepScope(t.Context(), consent.Scope{})
		if err := errors.Join(errObserve, errAppend, errScope); err != nil {
			t.Fatal(err)
		}
		var got string
		if err := r.pool.QueryRow(t.Context(), "SELECT string_agg(setting, ' ') FROM seen").Scan(&got); err != nil || got != want+" "+want {
			t.Errorf("server %s: %s, %v; want %[4]s %[4]s", server, got, err, want)
		}
		r.Close()
		if n := r.pool.Stat().TotalConns(); n != 0 {
			t.Errorf("%d connections are left", n)
		}
	}
}

// Prepared statements are faster, but a pooler may not allow them: the address may ask
// for them, and the default does without.
func TestTheAddressMayAskForPreparedStatements(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Start(t)
	for parameter, prepared := range map[string]bool{"": false, "&default_query_exec_mode=cache_statement": true} {
		r, err := Open(t.Context(), cluster.NewDatabase(t)+parameter)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		var n int
		if err := r.pool.QueryRow(t.Context(), "SELECT count(*) FROM pg_prepared_statements WHERE name <> ''").Scan(&n); err != nil || n > 0 != prepared {
			t.Errorf("%q: %d prepared statements, %v", parameter, n, err)
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
