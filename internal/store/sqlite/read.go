package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"charte/internal/message"
	"charte/internal/store"
)

// OpenReader opens the registry in the file at path for reading. Neither the file nor
// its folder is written to, so a copy in a read-only folder can be read; a file that
// holds no registry is an error.
func OpenReader(ctx context.Context, path string) (*Registry, error) {
	r, err := openReader(ctx, path)
	if err != nil {
		return nil, message.Errorf("read the registry: %w", err)
	}
	return r, nil
}

func openReader(ctx context.Context, path string) (*Registry, error) {
	path, err := absolute(path)
	if err != nil {
		return nil, err
	}
	name, after, err := readable(path, reading)
	if err != nil {
		return nil, err
	}
	l, err := reader(ctx, name)
	if err != nil {
		return nil, errors.Join(err, after())
	}
	return &Registry{l, after}, nil
}

func reader(ctx context.Context, name string) (*store.Store, error) {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(readers)
	return store.NewReader(ctx, db, store.Dialect{Tables: tables, Size: databaseSize}, store.Migrations{FS: steps})
}

// readable returns the data source name that opens the file without writing beside it,
// and a function to call after the last read. Without its settings, SQLite would create
// the -wal and -shm files of a file in WAL mode.
//
//   - No -wal file and no -journal file: no program has the file open, and all of
//     it is in the file itself. immutable=1 reads it without locks, so the end
//     checks that the file did not change meanwhile.
//   - A -wal and a -shm file: the service may be running. mode=ro takes part in its
//     locks, and readonly_shm=1 changes nothing in its -shm file.
//   - Anything else was left behind by a crash, or by a copy made during a write. It
//     must be repaired before it can be read, so a private copy is repaired.
func readable(path, settings string) (name string, after func() error, err error) {
	was, err := os.Stat(path)
	if err != nil {
		return "", nil, err
	}
	if !was.Mode().IsRegular() {
		return "", nil, &fs.PathError{Op: "open", Path: path, Err: syscall.EISDIR}
	}
	wal, shm := size(path+"-wal"), size(path+"-shm")
	switch {
	case wal >= 0 && shm >= 0:
		return address(path, "mode=ro", "readonly_shm=1", "_busy_timeout=5000", settings), func() error { return nil }, nil
	case wal <= 0 && size(path+"-journal") <= 0:
		return address(path, "mode=ro", "immutable=1", settings), func() error { return unchanged(path, was) }, nil
	}
	return privateCopy(path, settings)
}

const reading = "_query_only=true&_dqs=false"

// size returns the size of a file in bytes, or -1 if it does not exist.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return -1
	}
	return info.Size()
}

// unchanged fails if a program wrote to the file since was was read: what was
// read without locks may then be part old, part new.
func unchanged(path string, was os.FileInfo) error {
	now, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !os.SameFile(was, now) || now.Size() != was.Size() || !now.ModTime().Equal(was.ModTime()) || size(path+"-wal") > 0 {
		return message.Errorf("%s was written to while it was read, so the result may be wrong: run the command again", path)
	}
	return nil
}

// privateCopy copies the file, with what a crash left beside it, to a new folder
// that is removed after the last read.
func privateCopy(path, settings string) (name string, after func() error, err error) {
	folder, err := os.MkdirTemp("", "charte-read-*")
	if err != nil {
		return "", nil, err
	}
	after = func() error { return os.RemoveAll(folder) }
	to := filepath.Join(folder, "charte.db")
	for _, end := range []string{"", "-wal", "-journal"} {
		if end != "" && size(path+end) < 0 {
			continue
		}
		if err := copyFile(path+end, to+end); err != nil {
			return "", nil, errors.Join(message.Errorf("copy the registry to a temporary folder: %w", err), after())
		}
	}
	return address(to, "mode=rw", settings), after, nil
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}

// refuseForeign fails if the file at path belongs to another program. It looks
// before the file is opened for writing, since opening it would change its
// journal mode. A file that is being written to, or was when its program ended,
// is left to the migration, which looks again under its lock.
func refuseForeign(ctx context.Context, path string) error {
	was, err := os.Stat(path)
	if err != nil || was.Size() == 0 || size(path+"-wal") >= 0 || size(path+"-journal") >= 0 {
		return nil
	}
	l, err := reader(ctx, address(path, "mode=ro", "immutable=1", reading))
	if err == nil {
		err = l.Close()
	}
	if errors.Is(err, store.ErrForeign) && unchanged(path, was) == nil {
		return err
	}
	return nil // whatever else is wrong with it, opening it for writing reports it
}
