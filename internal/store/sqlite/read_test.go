package sqlite_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"charte/internal/consent"
	"charte/internal/store"
	"charte/internal/store/sqlite"
)

// contents returns each file of a folder with its time, mode and hash.
func contents(t testing.TB, folder string) map[string]string {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name()] = fmt.Sprintf("%v %v %x", info.ModTime(), info.Mode(), sha256.Sum256(content))
	}
	return all
}

// copyTo copies a file with what lies beside it, as cp charte.db* does.
func copyTo(t testing.TB, path string, ends ...string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "à part?#%20.db")
	for _, end := range ends {
		content, err := os.ReadFile(path + end)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to+end, content, 0o444); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func filled(t testing.TB) (path string, r *sqlite.Registry) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "charte.db")
	r = open(t, path)
	t.Cleanup(func() { r.Close() })
	for range 3 {
		if _, err := r.Append(t.Context(), refusal()); err != nil {
			t.Fatal(err)
		}
	}
	return path, r
}

// However the file was copied, and whether or not the service runs, reading it
// gives all records and leaves the folder as it was.
func TestReadingWritesNothing(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*testing.T) string{
		"a file that nobody has open": func(t *testing.T) string {
			path, r := filled(t)
			r.Close()
			return copyTo(t, path, "")
		},
		"beside the service":                  func(t *testing.T) string { path, _ := filled(t); return path },
		"a copy made while the service ran":   func(t *testing.T) string { path, _ := filled(t); return copyTo(t, path, "", "-wal") },
		"the same, with its -shm":             func(t *testing.T) string { path, _ := filled(t); return copyTo(t, path, "", "-wal", "-shm") },
		"a copy made by VACUUM INTO":          vacuumed,
		"a registry of an older program":      older,
		"a copy with an empty file beside it": emptyWAL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := prepare(t)
			before := contents(t, filepath.Dir(path))
			r, err := sqlite.OpenReader(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, err := range r.Records(t.Context(), 1) {
				if n++; err != nil {
					t.Fatal(err)
				}
			}
			_, errAppend := r.Append(t.Context(), refusal())
			errNote := r.KeepScope(t.Context(), consent.Scope{})
			if !errors.Is(errAppend, store.ErrReadOnly) || !errors.Is(errNote, store.ErrReadOnly) {
				t.Errorf("writing: %v, %v", errAppend, errNote)
			}
			if err := r.Close(); err != nil || n != 3 {
				t.Errorf("%d records, %v; want 3", n, err)
			}
			after := contents(t, filepath.Dir(path))
			delete(before, "charte.db-shm") // the locks of a running service, which a reader takes part in
			delete(after, "charte.db-shm")
			if !maps.Equal(before, after) {
				t.Errorf("the folder was changed:\n%v\n%v", before, after)
			}
		})
	}
}

func vacuumed(t *testing.T) string {
	path, _ := filled(t)
	to := filepath.Join(t.TempDir(), "copy.db")
	exec(t, path, `VACUUM INTO $1`, to)
	return to
}

func emptyWAL(t *testing.T) string {
	path, r := filled(t)
	r.Close()
	to := copyTo(t, path, "")
	if err := os.WriteFile(to+"-wal", nil, 0o444); err != nil {
		t.Fatal(err)
	}
	return to
}

// older returns a registry with the tables of the first version only.
func older(t *testing.T) string {
	path, r := filled(t)
	r.Close()
	exec(t, path, `DROP TABLE content; DELETE FROM migrations WHERE number > 1`)
	return copyTo(t, path, "")
}

// A file that changes while it is read without locks gives an error in the end.
func TestAFileWrittenToWhileItIsReadIsReported(t *testing.T) {
	t.Parallel()
	path, r := filled(t)
	r.Close()
	reader, err := sqlite.OpenReader(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	service := open(t, path)
	if _, err := service.Append(t.Context(), refusal()); err != nil {
		t.Fatal(err)
	}
	service.Close()
	if err := reader.Close(); err == nil {
		t.Error("what was read passes for whole")
	}
}

func TestAFileOfAnotherProgramIsRefusedAndLeftAsItWas(t *testing.T) {
	t.Parallel()
	for name, statements := range map[string]string{
		"other tables":              `CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('https://a.example')`,
		"its own migrations":        `CREATE TABLE migrations (id INTEGER PRIMARY KEY, migration TEXT)`,
		"a records table, no chain": `CREATE TABLE records (id INTEGER PRIMARY KEY); CREATE TABLE migrations (number INTEGER)`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "other.db")
			exec(t, path, statements)
			before := contents(t, filepath.Dir(path))
			_, errWrite := sqlite.Open(t.Context(), path)
			_, errRead := sqlite.OpenReader(t.Context(), path)
			if !errors.Is(errWrite, store.ErrForeign) || !errors.Is(errRead, store.ErrForeign) {
				t.Errorf("opened: %v, %v", errWrite, errRead)
			}
			if after := contents(t, filepath.Dir(path)); !maps.Equal(before, after) {
				t.Errorf("the folder was changed:\n%v\n%v", before, after)
			}
		})
	}
}
