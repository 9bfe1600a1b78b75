package sqlite_test

import (
	"path/filepath"
	"testing"

	"charte/internal/consent/consenttest"
	"charte/internal/sqlite"
)

func TestRegistry(t *testing.T) {
	t.Parallel()
	consenttest.Run(t, func(t testing.TB) consenttest.Store {
		path := filepath.Join(t.TempDir(), "à part?#%20.db")
		return func(t testing.TB) consenttest.Registry { return open(t, path) }
	})
}

func open(t testing.TB, path string) *sqlite.Registry {
	t.Helper()
	r, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
