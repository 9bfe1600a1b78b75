package postgres_test

import (
	"testing"

	"charte/internal/consent/consenttest"
	"charte/internal/postgres"
	"charte/internal/postgres/pgtest"
)

func TestRegistry(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Start(t)
	consenttest.Run(t, func(t testing.TB) consenttest.Store {
		address := cluster.NewDatabase(t)
		return func(t testing.TB) consenttest.Registry { return open(t, address) }
	})
}

func open(t testing.TB, address string) *postgres.Registry {
	t.Helper()
	r, err := postgres.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
