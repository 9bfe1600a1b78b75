package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver, "sqlite"

	"charte/internal/message"
	"charte/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// readers is how many connections read at once.
const readers = 4

// Registry is a [consent.Registry] in one SQLite file.
type Registry struct {
	*store.Store
	after func() error // releases what reading needed; nil: nothing
}

// Open opens the registry in the file at path, and creates the file, readable by its
// owner only, if it does not exist. The file must be on a local disk: SQLite's locks
// fail on most network file systems.
func Open(ctx context.Context, path string) (*Registry, error) {
	r, err := open(ctx, path)
	if err != nil {
		return nil, message.Errorf("open the registry: %w", err)
	}
	return r, nil
}

// absolute returns the absolute path. It fails if SQLite would not read path as that of
// a file.
func absolute(path string) (string, error) {
	if path == "" || strings.HasPrefix(path, ":memory:") || strings.HasPrefix(path, "file:") {
		return "", message.Errorf("give the path of a file: a record that is not on disk proves nothing")
	}
	return filepath.Abs(path)
}

func open(ctx context.Context, path string) (*Registry, error) {
	path, err := absolute(path)
	if err != nil {
		return nil, err
	}
	if err := refuseForeign(ctx, path); err != nil {
		return nil, err
	}
	opened, err := createFile(path)
	if err != nil {
		return nil, err
	}
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	// SQLite has one writer at a time. Writers queue in the pool and not in SQLite,
	// which would poll.
	write, err := sql.Open("sqlite", source(path, "_txlock=immediate"))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", source(path, "_query_only=true"))
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(readers)
	dialect := store.Dialect{Tables: tables, Size: databaseSize, Intact: func() error { return samePlace(path, opened) }}
	l, err := store.New(ctx, write, read, dialect, store.Migrations{FS: steps})
	if err != nil {
		return nil, err
	}
	return &Registry{Store: l}, nil
}

// Close writes the queued records, then closes the file.
func (r *Registry) Close() error {
	err := r.Store.Close()
	if r.after != nil {
		err = errors.Join(err, r.after())
	}
	return err
}

// tables lists all tables but SQLite's own: the file belongs to one program.
const tables = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`

const databaseSize = `SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()`

// createFile creates the file before SQLite, which would make it readable by others,
// and returns its identity. SQLite gives its -wal and -shm files the same mode.
func createFile(path string) (os.FileInfo, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	return info, errors.Join(err, f.Close())
}

// samePlace fails if the file at path is not the one that was opened. SQLite continues
// to write to a removed file without an error.
func samePlace(path string, opened os.FileInfo) error {
	now, err := os.Stat(path)
	if err != nil {
		return message.Errorf("%s is gone: put it back, or restore a backup and restart the service: %w", path, err)
	}
	if !os.SameFile(now, opened) {
		return message.Errorf("%s is another file than the one that was opened: restart the service to use it", path)
	}
	return nil
}

// source returns the data source name with the settings of each connection, so that
// they apply to connections that the pool opens later.
func source(path, more string) string {
	return address(path,
		"mode=rw",            // the file exists: SQLite must not replace a lost one by an empty one
		"_busy_timeout=5000", // milliseconds: the command line may be writing
		"_journal_mode=WAL",  // readers and the writer do not block each other
		"_synchronous=FULL",  // WAL alone would lose the last commits with the power
		"_foreign_keys=true",
		"_pragma=secure_delete(true)", // purged records do not remain in free pages
		"_dqs=false",                  // a mistyped column name is an error, not a text
		more,
	)
}

func address(path string, settings ...string) string {
	return "file://" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(settings, "&")
}
