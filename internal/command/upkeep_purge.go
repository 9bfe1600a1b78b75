package command

import (
	"context"
	"time"

	"charte/internal/proof"
)

// purge removes what is older than the retention, as far as that needs nobody's
// confirmation after so much uptime more.
func (u *upkeep) purge(ctx context.Context, uptime time.Duration) {
	const failed = "records older than the retention could not be removed"
	now := u.clock.Now()
	bounds, err := u.retention.Advance(ctx, u.registry, now, uptime)
	if err != nil {
		u.failed(failed, err)
		return
	}
	n, err := u.registry.Purge(ctx, bounds.Allowed, now)
	u.failed(failed, err)
	if n > 0 {
		u.log.Info("records older than the retention were removed", "count", n, "retention", u.retention.String())
	}
	held, err := u.registry.Purgeable(ctx, bounds.Due, now)
	if err != nil {
		u.failed(failed, err)
		return
	}
	u.metrics.PurgeHeld(held)
	late := held > 0 && bounds.Behind() > usualLag
	if late && !u.held {
		u.log.Warn("more records are older than the retention than are removed at once: compare the clock of this machine with another; if it is right, they go little by little, or at once with charte purge --yes",
			"count", held, "clock", now.UTC(), "dated before", bounds.Due.Format(time.DateOnly))
	}
	u.held = late
}

// usualLag is how far a purge may be behind the retention before that is logged: a
// service that was stopped for a while has some catching up to do.
const usualLag = 7 * 24 * time.Hour

// compareClock logs that the newest record is dated after the clock. Either the
// clock is behind now, or that of the record was ahead.
func (u *upkeep) compareClock(ctx context.Context) {
	newest, err := u.registry.Newest(ctx)
	if err != nil {
		u.failed("the clock could not be compared with the newest record", err)
		return
	}
	now := u.clock.Now()
	behind := max(0, newest.Sub(now))
	u.metrics.ClockBehind(behind)
	if behind > proof.ClockSkew && !u.clockBehind {
		u.log.Warn("the newest record is dated after the clock of this machine: compare it with another clock, and set the one that is wrong; meanwhile choices are recorded under a wrong date",
			"clock", now.UTC(), "record", newest)
	}
	u.clockBehind = behind > proof.ClockSkew
}
