package postgres_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"

	"charte/internal/consent"
	"charte/internal/store"
	"charte/internal/store/postgres"
	"charte/internal/store/postgres/pgtest"
)

// execute runs statements behind the registry's back, and returns the names of
// the tables that there are afterwards.
func execute(t *testing.T, address, statements string) (tables []string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
	rows, err := conn.Query(t.Context(), `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err = pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

func TestReadingCreatesAndWritesNothing(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Start(t)
	for name, test := range map[string]struct {
		statements string
		tables     int
		want       error
	}{
		"an empty database":        {"", 0, store.ErrNoRegistry},
		"another program's tables": {"CREATE TABLE bookmarks (url text)", 1, store.ErrNoRegistry},
		"another's migrations":     {"CREATE TABLE migrations (id int)", 1, store.ErrForeign},
	} {
		address := cluster.NewDatabase(t)
		execute(t, address, test.statements)
		if _, err := postgres.OpenReader(t.Context(), address); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
		if tables := execute(t, address, ""); len(tables) != test.tables {
			t.Errorf("%s: the tables are now %v", name, tables)
		}
	}
	address := cluster.NewDatabase(t)
	open(t, address).Close()
	r, err := postgres.OpenReader(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.KeepScope(t.Context(), consent.Scope{}); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("writing: %v", err)
	}
}

// A table of another program with the name of one of Charte's is left alone.
func TestTheMigrationsOfAnotherProgramAreLeftAlone(t *testing.T) {
	t.Parallel()
	address := pgtest.Start(t).NewDatabase(t)
	execute(t, address, "CREATE TABLE migrations (number int)")
	if _, err := postgres.Open(t.Context(), address); !errors.Is(err, store.ErrForeign) {
		t.Errorf("opened: %v", err)
	}
	if tables := execute(t, address, ""); len(tables) != 1 {
		t.Errorf("the tables are now %v", tables)
	}
}
