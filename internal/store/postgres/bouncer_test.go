package postgres_test

import (
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"charte/internal/consent"
	"charte/internal/consent/consenttest"
	"charte/internal/store/postgres"
	"charte/internal/store/postgres/pgtest"
)

// Four connections are fewer than the clients of a test, so transactions of different
// clients follow each other on the same one.
func TestRegistryBehindPgBouncer(t *testing.T) {
	t.Parallel()
	newDatabase := pgtest.Start(t).Bouncer(t, 4)
	consenttest.Run(t, func(t testing.TB) consenttest.Store {
		address := newDatabase(t)
		return func(t testing.TB) consent.Registry { return open(t, address) }
	})
}

// All clients share the one connection. A later start must not meet a statement that an
// earlier one prepared, and another program must not get the registry's settings.
func TestPgBouncerClientsShareAConnectionWithoutATrace(t *testing.T) {
	t.Parallel()
	address := pgtest.Start(t).Bouncer(t, 1)(t)
	for range 3 { // starts
		r := open(t, address)
		if _, err := r.Append(t.Context(), refusal()); err != nil {
			t.Error(err)
		}
		if err := r.KeepScope(t.Context(), consent.Scope{}); err != nil {
			t.Error(err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		reader, err := postgres.OpenReader(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := reader.History(t.Context()); err != nil {
			t.Error(err)
		}
		reader.Close()
	}
	unchanged(t, address)
}

func refusal() consent.Entry {
	return consent.Entry{
		Time: time.Unix(0, 0), Decision: consent.Refuse, Choice: consent.Choice{"statistics": false},
		Scope: strings.Repeat("a", 64), Language: "fr",
	}
}

// unchanged fails if a session setting or a prepared statement is left on the connection
// that the bouncer gives another client.
func unchanged(t *testing.T, address string) {
	t.Helper()
	config, err := pgx.ParseConfig(address)
	if err != nil {
		t.Fatal(err)
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	other, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close(t.Context())
	rows, err := other.Query(t.Context(), `SELECT name || '=' || setting FROM pg_settings WHERE source = 'session' AND name NOT IN ('application_name', 'client_encoding')
		UNION ALL SELECT 'prepared ' || statement FROM pg_prepared_statements WHERE name <> ''
		UNION ALL SELECT 'lock ' || objid FROM pg_locks WHERE locktype = 'advisory'`)
	if err != nil {
		t.Fatal(err)
	}
	left, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(left) > 0 {
		t.Errorf("left on the connection: %q, %v", left, err)
	}
}
