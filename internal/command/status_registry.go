package command

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"charte/internal/consent"
	"charte/internal/durable"
	"charte/internal/message"
	"charte/internal/proof"
	"charte/internal/stats"
)

// statusRecords is how many of the newest records are verified without --verified.
const statusRecords = 1000

// registryLines describes what the registry contains and how sound it is.
func (c *statusCommand) registryLines(ctx context.Context, r consent.Registry) []statusLine {
	lines := []statusLine{
		asLine(message.Of("registry"), func() (statusLevel, message.Text, error) { return c.registrySize(ctx, r) }),
		asLine(message.Of("chain"), func() (statusLevel, message.Text, error) { return c.chain(ctx, r) }),
		asLine(message.Of("last decision"), func() (statusLevel, message.Text, error) { return c.lastDecision(ctx, r) }),
		asLine(message.Of("retention"), func() (statusLevel, message.Text, error) { return c.due(ctx, r) }),
	}
	return append(lines, c.futureLines(ctx, r)...)
}

// futureLines reports records of days to come; no line if there are none. It needs no
// attention: nothing removes them but the retention, and the last decision reports a clock
// that is wrong today.
func (c *statusCommand) futureLines(ctx context.Context, r consent.Registry) []statusLine {
	name, now := message.Of("dates"), c.clock.Now()
	totals, err := r.Totals(ctx, now.AddDate(0, 0, 1), proof.Always().To)
	if err == nil && !slices.ContainsFunc(totals, func(t consent.Total) bool { return !t.IsBanner() && !t.IsObjection() }) {
		return nil // the totals are few, the records many
	}
	return []statusLine{asLine(name, func() (statusLevel, message.Text, error) {
		n, first, errDates := r.DatedAfter(ctx, now.Add(proof.ClockSkew))
		if err := errors.Join(err, errDates); err != nil {
			return unseen, message.Text{}, err
		}
		if n == 0 {
			return well, message.Of("no record is dated in the future; some that were are purged"), nil
		}
		return well, message.Of("records dated in the future: %d; the first is record %d, of %s: a clock was wrong when they were made; the chain proves their order", n, first.Sequence, first.Time.Format(time.DateOnly)), nil
	})}
}

// asLine returns the line that look describes. An error means that it cannot be seen.
func asLine(name message.Text, look func() (statusLevel, message.Text, error)) statusLine {
	level, text, err := look()
	if err != nil {
		return statusLine{name, unseen, message.OfError(err)}
	}
	return statusLine{name, level, text}
}

func (c *statusCommand) registrySize(ctx context.Context, r consent.Registry) (statusLevel, message.Text, error) {
	health, err := stats.Examine(ctx, r, 0)
	if err != nil {
		return unseen, message.Text{}, err
	}
	size, err := r.Size(ctx)
	if err != nil {
		return unseen, message.Text{}, err
	}
	address, err := c.address()
	return well, message.Of("%s; records: %d; size: %.1f MB", address, health.Records(), float64(size)/1e6), err
}

// chain verifies the records since the last status, if --verified is given, else the
// newest ones.
func (c *statusCommand) chain(ctx context.Context, r consent.Registry) (statusLevel, message.Text, error) {
	if c.Verified != "" {
		return c.chainSince(ctx, r)
	}
	health, err := stats.Examine(ctx, r, statusRecords)
	if err != nil {
		return unseen, message.Text{}, err
	}
	if health.Broken != nil {
		return broken(health.Broken)
	}
	return well, message.Of("intact up to record %d; records verified: %d, the newest; charte verify checks all of them", health.Head.Sequence, health.Checked), nil
}

func (c *statusCommand) chainSince(ctx context.Context, r consent.Registry) (statusLevel, message.Text, error) {
	known, err := c.readVerified()
	if err != nil {
		return unseen, message.Text{}, err
	}
	from, head, err := proof.VerifySince(ctx, r, known)
	var fault *consent.ChainError
	if errors.As(err, &fault) {
		return broken(fault)
	}
	if err == nil {
		err = durable.Replace(c.Verified, []byte(proof.FormatHead(head)+"\n"), 0o600)
	}
	if err != nil {
		return unseen, message.Text{}, err
	}
	return well, message.Of("intact up to record %d; records verified since the last status: %d", head.Sequence, head.Sequence-from.Sequence), nil
}

func broken(fault *consent.ChainError) (statusLevel, message.Text, error) {
	return attention, message.Of("broken: %v; run charte verify, and restore a backup", fault), nil
}

// readVerified returns the link that the last status stored; the zero link if there was
// none.
func (c *statusCommand) readVerified() (consent.Link, error) {
	text, err := os.ReadFile(c.Verified)
	if errors.Is(err, fs.ErrNotExist) {
		return consent.Link{}, nil
	}
	if err != nil {
		return consent.Link{}, message.Errorf("--verified: %w", err)
	}
	head, err := proof.ParseHead(string(text))
	if err != nil {
		return head, message.Errorf("--verified %s: %w; remove the file, and the whole chain is verified", c.Verified, err)
	}
	return head, nil
}

func (c *statusCommand) lastDecision(ctx context.Context, r consent.Registry) (statusLevel, message.Text, error) {
	newest, err := r.Newest(ctx)
	now := c.clock.Now()
	switch {
	case err != nil:
		return unseen, message.Text{}, err
	case newest.IsZero():
		purged, err := r.Checkpoint(ctx)
		if purged.Sequence > 0 {
			return well, message.Of("none is left: record %d, the last, was purged", purged.Sequence), err
		}
		return well, message.Of("none is recorded yet"), err
	case newest.Sub(now) > proof.ClockSkew:
		return attention, message.Of("%s, which is after the clock of this machine, %s: compare this clock with another", newest.Format(time.DateOnly), now.UTC().Format(time.DateTime)), nil
	}
	return well, message.Plain(newest.Format(time.DateOnly)), nil
}

// due reports how many records the next 30 days make older than the retention. It needs
// attention if the service does not remove them.
func (c *statusCommand) due(ctx context.Context, r consent.Registry) (statusLevel, message.Text, error) {
	const days = 30
	retention, err := c.retention()
	if err != nil {
		return unseen, message.Text{}, err
	}
	if retention == 0 {
		return well, message.Of("off: no record is removed"), nil
	}
	now := c.clock.Now()
	bounds, errBounds := retention.Bounds(ctx, r, now)
	late, errLate := r.Purgeable(ctx, bounds.Due, now)
	soon, errSoon := r.Purgeable(ctx, retention.Before(now.AddDate(0, 0, days)), now)
	if err := errors.Join(errBounds, errLate, errSoon); err != nil {
		return unseen, message.Text{}, err
	}
	if late > 0 && bounds.Behind() > usualLag {
		return attention, message.Of("records older than %[2]s that were not removed: %[1]d; compare the clock of this machine with another; if it is right, run charte purge --yes", late, retention.Message()), nil
	}
	return well, message.Of("%s; records to be removed in the next %d days: %d", retention.Message(), days, soon), nil
}
