package command

import (
	"context"
	"fmt"
	"io"
	"time"

	"charte/internal/consent"
	"charte/internal/proof"
)

// purgeCommand removes old records now.
type purgeCommand struct {
	timed
	registryFlag
	Retention string `default:"66 months" placeholder:"TIME" help:"Records older than this are removed; their daily totals, the texts and the scopes stay."`
	DryRun    bool   `help:"Only say how many there are."`
	Yes       bool   `help:"Remove them all at once. Without it, no more are removed than serve would have removed by now: compare the clock of this machine first, since what is removed cannot be brought back."`
}

// Run prints how many records were, or would be, removed.
func (c *purgeCommand) Run(ctx context.Context, stdout, _ io.Writer) error {
	keep, err := keepFlags{Retention: c.Retention}.retention()
	if err != nil {
		return err
	}
	if c.DryRun {
		return with(ctx, c.openReader, func(r consent.Registry) error { return c.count(ctx, r, keep, stdout) })
	}
	return with(ctx, c.openExisting, func(r consent.Registry) error { return c.remove(ctx, r, keep, stdout) })
}

// count prints how many records are due, and how many of them need --yes.
func (c *purgeCommand) count(ctx context.Context, r consent.Registry, keep proof.Retention, stdout io.Writer) error {
	now := c.clock.Now()
	bounds, err := keep.Bounds(ctx, r, now)
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
	fmt.Fprintf(stdout, "%d records would be removed (retention: %s).\n", due, keep)
	if due > allowed {
		fmt.Fprintf(stdout, "%d of them only with --yes: they are dated from %s on.\n", due-allowed, bounds.Allowed.Format(time.DateOnly))
	}
	return nil
}

// remove fails if it leaves records that are due, since it was not told --yes.
func (c *purgeCommand) remove(ctx context.Context, r consent.Registry, keep proof.Retention, stdout io.Writer) error {
	now, bound := c.clock.Now(), keep.Bounds
	if c.Yes {
		bound = keep.Confirm
	}
	bounds, err := bound(ctx, r, now)
	if err != nil {
		return err
	}
	n, err := r.Purge(ctx, bounds.Allowed, now)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%d records were removed (retention: %s).\n", n, keep)
	left, err := r.Purgeable(ctx, bounds.Due, now)
	if err != nil || left == 0 {
		return err
	}
	return fmt.Errorf("%d records dated from %s to %s are older than the retention by the clock of this machine, %s, and were left: compare that clock with another; if it is right, add --yes",
		left, bounds.Allowed.Format(time.DateOnly), bounds.Due.AddDate(0, 0, -1).Format(time.DateOnly), now.UTC().Format(time.DateTime))
}
