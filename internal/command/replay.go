package command

import (
	"context"
	"io"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/proof"
)

// replayCommand writes the pages that visitors were shown.
type replayCommand struct {
	timed
	registryFlag
	Receipt string `arg:"" optional:"" help:"Receipt of a grant."`
	Row     int64  `placeholder:"N" help:"Number of a record."`
	Text    string `placeholder:"HASH" help:"Text version, 64 hex digits."`
	Day     string `placeholder:"DAY" help:"UTC day, as 2027-03-12: every text in force on that day, in each language."`
	Out     string `default:"." placeholder:"DIR" help:"Folder for the files. Existing files are not overwritten."`
}

// Run writes each page byte for byte and a copy to open in a browser.
func (c *replayCommand) Run(ctx context.Context, stdout, _ io.Writer) error {
	given := 0
	for _, set := range []bool{c.Receipt != "", c.Row != 0, c.Text != "", c.Day != ""} {
		if set {
			given++
		}
	}
	if given != 1 {
		return message.Errorf("replay: give exactly one of a receipt, --row N, --text HASH and --day DAY")
	}
	return c.read(ctx, func(r consent.Registry) error {
		if c.Day != "" {
			return c.replayDay(ctx, r, stdout)
		}
		records, err := c.records(ctx, r)
		if err != nil {
			return err
		}
		hash := c.Text
		if len(records) > 0 {
			hash = records[0].Text
		}
		return c.replayText(ctx, r, hash, records, stdout)
	})
}

// replayText writes a text and prints its files, with the records that cite it.
func (c *replayCommand) replayText(ctx context.Context, r consent.Registry, hash string, records []consent.Record, stdout io.Writer) error {
	files, text, err := proof.Replay(ctx, r, hash, c.Out)
	if err != nil {
		return err
	}
	say(stdout, message.Of("Text version %s\n%s, %s, first served on %s, asking about scope %.8s",
		hash, text.Surface, text.Language, text.FirstServed.Format(time.DateOnly), text.Scope))
	for _, record := range records {
		if err := c.replayRecord(record, stdout); err != nil {
			return err
		}
	}
	say(stdout, message.Of("  %s  %d bytes, exactly as served", files.HTML, len(text.HTML)))
	if files.CSS != "" {
		say(stdout, message.Of("  %s  %d bytes, exactly as served", files.CSS, len(text.CSS)))
	}
	say(stdout, message.Of("To view it, open %s in a browser. The visitor's return address is not included.", files.View))
	return nil
}

// replayRecord writes a record to a file. It prints the decision, and the receipt that the
// record created or ended.
func (c *replayCommand) replayRecord(r consent.Record, stdout io.Writer) error {
	path, err := proof.WriteRecord(r, c.Out)
	if err != nil {
		return err
	}
	say(stdout, message.Of("Record %d, %s: %s, %s", r.Sequence, r.Time.Format(time.RFC3339), r.Decision, r.Choice))
	switch {
	case r.Receipt != "":
		say(stdout, message.Of("  receipt %s", r.Receipt))
	case r.Ends != "":
		say(stdout, message.Of("  ended the consent of the receipt %s", r.Ends))
	}
	say(stdout, message.Of("  %s  every field that the record's hash covers", path))
	return nil
}

// replayDay writes every text that was in force on the day. A text that was in force
// twice on that day is written once.
func (c *replayCommand) replayDay(ctx context.Context, r consent.Registry, stdout io.Writer) error {
	day, err := proof.ParseDay(c.Day, c.clock.Now())
	if err != nil {
		return message.Errorf("--day: %w", err)
	}
	history, err := r.History(ctx)
	if err != nil {
		return err
	}
	texts, err := proof.OnDay(history, day)
	if err != nil {
		return message.Errorf("--day: %w", err)
	}
	say(stdout, message.Of("In force on %s (UTC), for visitors without a choice:", c.Day))
	written := map[string]bool{}
	for _, t := range texts {
		say(stdout, period(t))
		if written[t.Period.Value] {
			say(stdout, message.Of("Text version %s, see above", t.Period.Value))
			continue
		}
		written[t.Period.Value] = true
		if err := c.replayText(ctx, r, t.Period.Value, nil, stdout); err != nil {
			return err
		}
	}
	return nil
}

// period describes a text and its period.
func period(t proof.InForce) message.Text {
	from := t.Period.From.Format(time.RFC3339)
	if t.Period.Until.IsZero() {
		return message.Of("\n%s, %s: from %s, still in force", t.Surface, t.Language, from)
	}
	return message.Of("\n%s, %s: from %s until %s", t.Surface, t.Language, from, t.Period.Until.Format(time.RFC3339))
}

// records returns the records of the receipt or row, the oldest first, and nil with
// --text.
func (c *replayCommand) records(ctx context.Context, r consent.Registry) ([]consent.Record, error) {
	switch {
	case c.Receipt != "":
		id, ok := consent.ParseReceipt(c.Receipt)
		if !ok {
			return nil, message.Errorf("%q is not the number of a receipt: it has 26 digits and letters, without the letter u", c.Receipt)
		}
		return proof.ByReceipt(ctx, r, id)
	case c.Row != 0:
		return proof.BySequence(ctx, r, c.Row)
	}
	return nil, nil
}
