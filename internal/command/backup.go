package command

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"charte/internal/durable"
	"charte/internal/message"
	"charte/internal/proof"
	"charte/internal/store/sqlite"
)

// backupCommand copies the registry while the service runs.
type backupCommand struct {
	timed
	registryFlag
	File string `arg:"" help:"File to write, which must not exist yet. Its head is written beside it, with .head after the name."`
}

// Run writes the copy, verifies its chain, and only then gives it its name.
func (c *backupCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	from, err := c.address()
	if err != nil {
		return err
	}
	if from.File() == "" {
		return message.Errorf("backup: copies SQLite files; for PostgreSQL, run pg_dump --format=custom --file=%s %s", c.File, from)
	}
	head := c.File + ".head"
	for _, name := range []string{c.File, head} {
		if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
			return message.Errorf("backup %s: the file exists, or its folder cannot be read; name a new file", name)
		}
	}
	if r, err := c.openReader(ctx); err != nil { // names the file if it is no registry
		return err
	} else if err := r.Close(); err != nil {
		return err
	}
	verdict, err := c.copyTo(ctx, from.File(), stderr)
	if err != nil {
		return message.Errorf("backup %s: %w", c.File, err)
	}
	if err := durable.Replace(head, []byte(proof.FormatHead(verdict.Head)+"\n"), 0o600); err != nil {
		return message.Errorf("backup %s: the copy is complete, but its head could not be written: %w", c.File, err)
	}
	say(stdout, message.Of("%s: a copy of %s, verified, with the head %s", c.File, message.Count(verdict.Records(), "%d record", "%d records"), proof.FormatHead(verdict.Head)))
	return nil
}

// copyTo copies the registry under another name, verifies the copy and renames it.
func (c *backupCommand) copyTo(ctx context.Context, from string, stderr io.Writer) (v proof.Verdict, err error) {
	temporary, err := os.CreateTemp(filepath.Dir(c.File), "."+filepath.Base(c.File)+"-*") // readable by its owner only
	if err != nil {
		return v, err
	}
	defer os.Remove(temporary.Name()) // fails after the rename
	if err := temporary.Close(); err != nil {
		return v, err
	}
	if err := sqlite.Backup(ctx, from, temporary.Name()); err != nil {
		return v, err
	}
	if v, err = c.verify(ctx, temporary.Name(), stderr); err != nil {
		return v, err
	}
	return v, durable.Rename(temporary.Name(), c.File)
}

func (c *backupCommand) verify(ctx context.Context, copied string, stderr io.Writer) (v proof.Verdict, err error) {
	r, err := sqlite.OpenReader(ctx, copied)
	if err != nil {
		return v, err
	}
	advance, done := progress(stderr, message.Of("verifying"), message.Of("records"))
	v, err = proof.Verify(ctx, r, nil, c.clock.Now(), advance)
	done()
	if err != nil {
		err = message.Errorf("verification failed: %w", err)
	}
	return v, errors.Join(err, r.Close())
}
