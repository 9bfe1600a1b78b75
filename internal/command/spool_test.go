package command

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"charte/internal/store"
)

// With PostgreSQL the spool is in the state directory, where the service may write.
func TestTheSpoolIsBesideTheSQLiteFileOrInTheStateDirectory(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	state := filepath.Join(folder, "state")
	if err := os.Mkdir(state, 0o700); err != nil {
		t.Fatal(err)
	}
	for registry, want := range map[string]string{
		"sqlite:" + filepath.Join(folder, "charte.db"): filepath.Join(folder, "charte.db-spool"),
		"postgres:///charte":                           filepath.Join(state, "charte.spool"),
	} {
		var f recordFlags
		f.setStateDirectory(state + ":/elsewhere")
		address, errAddress := store.ParseAddress(registry)
		opened, err := f.openSpool(address)
		if err := errors.Join(errAddress, err); err != nil {
			t.Fatal(err)
		}
		opened.Close()
		if _, err := os.Stat(want); err != nil {
			t.Errorf("%s: %v", registry, err)
		}
	}
	// systemd passes the state directory in the environment.
	chosen, err := parse([]string{"serve"}, newEnvironment(nil), os.Stdout)
	if _, ok := chosen.(interface{ setStateDirectory(string) }); err != nil || !ok {
		t.Errorf("serve does not receive the state directory: %v", err)
	}
}
