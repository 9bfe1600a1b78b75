package command

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"runtime/debug"
	"time"

	"charte/internal/consent"
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

// replayCommand writes the page that a visitor was shown.
type replayCommand struct {
	registryFlag
	Receipt string `arg:"" optional:"" help:"Receipt of a grant."`
	Row     int64  `placeholder:"N" help:"Number of a record."`
	Text    string `placeholder:"HASH" help:"Text version, 64 hex digits."`
	Out     string `default:"." placeholder:"DIR" help:"Folder for the files. Existing files are not overwritten."`
}

// Run writes the page byte for byte and a copy to open in a browser.
func (c *replayCommand) Run(ctx context.Context, stdout, _ io.Writer) error {
	given := 0
	for _, set := range []bool{c.Receipt != "", c.Row != 0, c.Text != ""} {
		if set {
			given++
		}
	}
	if given != 1 {
		return message.Errorf("replay: give exactly one of a receipt, --row N and --text HASH")
	}
	return c.read(ctx, func(r consent.Registry) error {
		records, err := c.records(ctx, r)
		if err != nil {
			return err
		}
		hash := c.Text
		if len(records) > 0 {
			hash = records[0].Text
		}
		files, text, err := proof.Replay(ctx, r, hash, c.Out)
		if err != nil {
			return err
		}
		say(stdout, message.Of("Text version %s\n%s, %s, first served on %s, asking about scope %.8s",
			hash, text.Surface, text.Language, text.FirstServed.Format(time.DateOnly), text.Scope))
		for _, record := range records {
			say(stdout, message.Of("Record %d, %s: %s, %s", record.Sequence, record.Time.Format(time.RFC3339), record.Decision, record.Choice))
		}
		say(stdout, message.Of("  %s  %d bytes, exactly as served", files.HTML, len(text.HTML)))
		if files.CSS != "" {
			say(stdout, message.Of("  %s  %d bytes, exactly as served", files.CSS, len(text.CSS)))
		}
		say(stdout, message.Of("To view it, open %s in a browser. The visitor's return address is not included.", files.View))
		return nil
	})
}

// records returns the records of the receipt or row, the oldest first, and nil with
// --text.
func (c *replayCommand) records(ctx context.Context, r consent.Registry) ([]consent.Record, error) {
	switch {
	case c.Receipt != "":
		return proof.ByReceipt(ctx, r, c.Receipt)
	case c.Row != 0:
		return proof.BySequence(ctx, r, c.Row)
	}
	return nil, nil
}

// rangeFlags are the flags for a range of days.
type rangeFlags struct {
	From string `placeholder:"DAY" help:"First UTC day, as 2026-03-01. Default: the oldest record."`
	To   string `placeholder:"DAY" help:"Last UTC day. Default: the newest record."`
}

// exportCommand exports records.
type exportCommand struct {
	registryFlag
	rangeFlags
	localeFlag
	Format string `default:"csv" enum:"csv,jsonl,dpv" help:"csv: for a spreadsheet; jsonl: for docs/verify.py; dpv: JSON-LD in the terms of ISO/IEC TS 27560."`
	Out    string `placeholder:"FILE" help:"File to write, which must not exist yet. Default: standard output."`
}

// Run streams the export. If the chain is broken, it completes the file and then fails.
func (c *exportCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	days, err := proof.ParseRange(c.From, c.To)
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
			advance, done := progress(stderr, "exporting", "records")
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
	return nil
}
