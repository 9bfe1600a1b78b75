package command

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"charte/internal/store"
)

// Where the registry is no file, what waits stands where the service may write.
func TestWhatWaitsStandsBesideTheFileOrInTheStateDirectory(t *testing.T) {
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
		var f keepFlags
		f.keepIn(state + ":/elsewhere")
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
	// systemd tells the program by its environment.
	chosen, err := parse([]string{"serve"}, newEnvironment(nil), os.Stdout)
	if _, told := chosen.(interface{ keepIn(string) }); err != nil || !told {
		t.Errorf("serve is not told of the state directory: %v", err)
	}
}
