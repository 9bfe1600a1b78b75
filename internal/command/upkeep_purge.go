package command

import (
	"context"
	"time"

	"charte/internal/proof"
)

// purge removes records older than the retention. A clock that is wrong must not
// remove everything at once, so each call removes at most what uptime, the time since
// the last call, allows; charte purge --yes removes the rest.
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
		u.log.Warn("more records are older than the retention than one run may remove: compare the clock of this machine with another; if it is right, they are removed little by little, or at once with charte purge --yes",
			"count", held, "clock", now.UTC(), "dated before", bounds.Due.Format(time.DateOnly))
	}
	u.held = late
}

// usualLag is how far removals may lag behind the retention before that is logged. A
// service that was stopped for a few days lags for a while.
const usualLag = 7 * 24 * time.Hour

// compareClock warns if the newest record is dated after now: either this clock is
// behind, or the one that dated the record was ahead.
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
		u.log.Warn("the newest record is dated after the clock of this machine: compare this clock with another; while it is wrong, choices are recorded with a wrong date",
			"clock", now.UTC(), "record", newest)
	}
	u.clockBehind = behind > proof.ClockSkew
}
