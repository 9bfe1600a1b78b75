package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"charte/internal/consent"
	"charte/internal/consent/consenttest"
	"charte/internal/store"
	"charte/internal/store/sqlite"
)

// childStore names the file that a second copy of this program writes to, until
// it is killed.
const childStore = "CHARTE_TEST_STORE"

func TestMain(m *testing.M) {
	switch {
	case os.Getenv(childStore) != "":
		child(appendUntilKilled(os.Getenv(childStore)))
	case os.Getenv(childFull) != "":
		child(fillDisk(context.Background(), os.Getenv(childFull)))
	default:
		os.Exit(m.Run())
	}
}

func child(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func appendUntilKilled(path string) error {
	r, err := sqlite.Open(context.Background(), path)
	if err != nil {
		return err
	}
	consenttest.AppendUntilFailure(context.Background(), r, os.Stdout)
	return errors.New("nobody killed this program")
}

func open(t testing.TB, path string) *sqlite.Registry {
	t.Helper()
	r, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRegistry(t *testing.T) {
	t.Parallel()
	consenttest.Run(t, func(t testing.TB) consenttest.Store {
		path := filepath.Join(t.TempDir(), "à part?#%20.db")
		return func(t testing.TB) consent.Registry { return open(t, path) }
	})
}

func TestNothingAcknowledgedIsLostWhenTheProgramIsKilled(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "charte.db")
	consenttest.KillRounds(t, 5, childStore+"="+path, func(t testing.TB) consent.Registry { return open(t, path) })
}

func TestProgramsThatStartAtOnceMakeOneRegistry(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "charte.db")
	var starting sync.WaitGroup
	for range 8 {
		starting.Go(func() {
			r, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			r.Close()
		})
	}
	starting.Wait()
}

func TestOnlyTheOwnerReadsTheFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := open(t, filepath.Join(dir, "charte.db"))
	defer r.Close()
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 3 { // with -wal and -shm
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", f.Name(), info.Mode(), err)
		}
	}
}

func TestWhatCannotHoldRecordsIsRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(text, []byte(strings.Repeat("not a database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, reason := range map[string]string{
		"":                               "give the path of a file",
		":memory:":                       "give the path of a file",
		"file:charte.db?mode=memory":     "give the path of a file",
		dir:                              "is a directory",
		filepath.Join(dir, "no", "x.db"): "no such file or directory",
		text:                             "not a database",
	} {
		r, err := sqlite.Open(t.Context(), path)
		if err == nil {
			r.Close()
		}
		if err == nil || !strings.Contains(err.Error(), reason) || !strings.HasPrefix(err.Error(), "open the registry: ") {
			t.Errorf("%q: %v, want: … %s", path, err, reason)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "no")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder was made")
	}
}

func TestARegistryOfANewerProgramIsLeftAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "charte.db")
	open(t, path).Close()
	exec(t, path, `INSERT INTO migrations (number) VALUES (99)`)
	_, err := sqlite.Open(t.Context(), path)
	var newer *store.NewerError
	if !errors.As(err, &newer) || newer.Found != 99 {
		t.Errorf("open: %v", err)
	}
}
