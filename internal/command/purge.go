package command

import (
	"context"
	"io"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/proof"
)

// purgeCommand removes records older than the retention.
type purgeCommand struct {
	timed
	registryFlag
	Retention string `default:"66 months" placeholder:"TIME" help:"Records older than this are removed; their daily totals, the texts and the scopes remain."`
	DryRun    bool   `help:"Only print how many would be removed."`
	Yes       bool   `help:"Remove them all at once. Without this flag, only those are removed that serve would have removed by now. Compare the clock of this machine with another first: a removal cannot be undone."`
}

// Run removes the records, or with --dry-run counts them, and prints how many.
func (c *purgeCommand) Run(ctx context.Context, stdout, _ io.Writer) error {
	retention, err := recordFlags{Retention: c.Retention}.retention()
	if err != nil {
		return err
	}
	if c.DryRun {
		return c.explain(withRegistry(ctx, c.openReader, func(r consent.Registry) error { return c.count(ctx, r, retention, stdout) }))
	}
	return c.explain(withRegistry(ctx, c.openExisting, func(r consent.Registry) error { return c.remove(ctx, r, retention, stdout) }))
}

// count prints how many records would be removed, and how many of them only with --yes.
func (c *purgeCommand) count(ctx context.Context, r consent.Registry, retention proof.Retention, stdout io.Writer) error {
	now := c.clock.Now()
	bounds, err := retention.Bounds(ctx, r, now)
	if err != nil {
		return err
	}
	due, err := r.Purgeable(ctx, bounds.Due, now)
	if err != nil {
		return err
	}
	allowed, err := r.Purgeable(ctx, bounds.Allowed, now)
	if err != nil {
		return err
	}
	say(stdout, message.Count(due, "%d record would be removed (retention: %s).", "%d records would be removed (retention: %s).", retention.Message()))
	if due > allowed {
		say(stdout, message.Count(due-allowed, "%d of them only with --yes: it is dated %s or later.", "%d of them only with --yes: they are dated %s or later.", bounds.Allowed.Format(time.DateOnly)))
	}
	return nil
}

// remove fails if records older than the retention remain because --yes was not given.
func (c *purgeCommand) remove(ctx context.Context, r consent.Registry, retention proof.Retention, stdout io.Writer) error {
	now, limit := c.clock.Now(), retention.Bounds
	if c.Yes {
		limit = retention.Confirm
	}
	bounds, err := limit(ctx, r, now)
	if err != nil {
		return err
	}
	n, err := r.Purge(ctx, bounds.Allowed, now)
	if err != nil {
		return err
	}
	say(stdout, message.Count(n, "%d record was removed (retention: %s).", "%d records were removed (retention: %s).", retention.Message()))
	left, err := r.Purgeable(ctx, bounds.Due, now)
	if err != nil || left == 0 {
		return err
	}
	return message.Count(left, "%d record dated from %s to %s is older than the retention by the clock of this machine, %s, and was not removed: compare that clock with another; if it is right, add --yes",
		"%d records dated from %s to %s are older than the retention by the clock of this machine, %s, and were not removed: compare that clock with another; if it is right, add --yes",
		bounds.Allowed.Format(time.DateOnly), bounds.Due.AddDate(0, 0, -1).Format(time.DateOnly), now.UTC().Format(time.DateTime)).AsError()
}
