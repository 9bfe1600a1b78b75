package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"

	"charte/internal/message"
)

// Backup copies the registry in the file at path into the empty file at to. Other
// programs may write to the registry meanwhile: the copy has the state of one moment. It
// returns after the copy is on disk.
func Backup(ctx context.Context, path, to string) error {
	path, err := absolute(path)
	if err != nil {
		return err
	}
	// The file is opened read-only. query_only would also prevent writing the copy.
	name, after, err := readable(path, "_dqs=false")
	if err != nil {
		return err
	}
	err = copyInto(ctx, name, to)
	if err := errors.Join(err, after()); err != nil {
		return message.Errorf("copy the registry: %w", err)
	}
	return sync(to)
}

func copyInto(ctx context.Context, name, to string) error {
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `VACUUM INTO $1`, to)
	return errors.Join(err, db.Close())
}

// sync returns after the file is on disk.
func sync(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
