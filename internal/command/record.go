package command

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"charte/internal/consent"
	"charte/internal/durable"
	"charte/internal/message"
	"charte/internal/proof"
)

// readingLimit is the memory limit, in bytes, of commands that read the record. They
// allocate for up to a million records but hold only a few megabytes at a time; the
// limit makes the garbage collector run often enough.
const readingLimit = 24 << 20

// read opens the registry for reading, calls read with it, and closes it.
func (f registryFlag) read(ctx context.Context, read func(consent.Registry) error) error {
	return f.explain(withRegistry(ctx, f.openReader, read))
}

// withRegistry calls use with the registry that open returns, and closes it.
func withRegistry(ctx context.Context, open func(context.Context) (consent.Registry, error), use func(consent.Registry) error) error {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(readingLimit))
	r, err := open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(use(r), r.Close())
}

// rangeFlags are the flags for a range of days.
type rangeFlags struct {
	From string `placeholder:"DAY" help:"First UTC day, as 2026-03-01. Default: the oldest record."`
	To   string `placeholder:"DAY" help:"Last UTC day. Default: the newest record."`
}

// days parses the flags. It fails if the first day is in the future.
func (f rangeFlags) days(now time.Time) (proof.Range, error) {
	days, err := proof.ParseRange(f.From, f.To)
	if err == nil && f.From != "" {
		_, err = proof.ParseDay(f.From, now)
	}
	return days, err
}

// exportCommand exports records.
type exportCommand struct {
	timed
	registryFlag
	rangeFlags
	localeFlag
	Format string `default:"csv" enum:"csv,jsonl,dpv" help:"csv: for a spreadsheet; jsonl: for docs/verify.py; dpv: JSON-LD in the terms of ISO/IEC TS 27560."`
	Out    string `placeholder:"FILE" help:"File to write, which must not exist yet. Default: standard output."`
}

// Run streams the export. If the chain is broken, it completes the file and then fails.
func (c *exportCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	days, err := c.days(c.clock.Now())
	if err != nil {
		return message.Errorf("export: %w", err)
	}
	sheet, err := c.sheets()
	if err != nil {
		return err
	}
	return c.read(ctx, func(r consent.Registry) error {
		var broken *proof.BrokenError
		err := writeFile(c.Out, stdout, func(w io.Writer) error {
			advance, done := progress(stderr, message.Of("exporting"), message.Of("records"))
			defer done()
			_, err := proof.Export(ctx, r, days, c.Format, sheet, w, advance)
			if errors.As(err, &broken) {
				return nil
			}
			return err
		})
		if err == nil && broken != nil {
			return broken
		}
		return err
	})
}

// writeFile calls write with a new file that only its owner can read, or with stdout if
// path is empty. It removes the file if writing fails.
func writeFile(path string, stdout io.Writer, write func(io.Writer) error) error {
	if path == "" {
		return write(stdout)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return message.Errorf("--out: %w", err)
	}
	buffered := bufio.NewWriter(f)
	if err := errors.Join(write(buffered), buffered.Flush(), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return durable.SyncFolder(filepath.Dir(path))
}
