package proof

import (
	"context"
	"strconv"
	"strings"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
)

// Retention is how long records are stored, in calendar months; zero is without limit.
type Retention int

// ParseRetention reads "66 months", or "off". A record must outlive the choice
// that it proves (P-10), so fewer months than a choice holds are refused.
func ParseRetention(text string) (Retention, error) {
	if text == "off" {
		return 0, nil
	}
	number, unit, _ := strings.Cut(text, " ")
	months, err := strconv.Atoi(number)
	if err != nil || unit != "months" || months <= consent.Months || months > 1200 {
		return 0, message.Errorf("write it as 66 months, more than the %d for which a choice holds, or off", consent.Months)
	}
	return Retention(months), nil
}

// String writes what [ParseRetention] reads.
func (r Retention) String() string {
	if r == 0 {
		return "off"
	}
	return strconv.Itoa(int(r)) + " months"
}

// Message returns the retention for reading, in the operator's language.
func (r Retention) Message() message.Text {
	if r == 0 {
		return message.Of("off")
	}
	return message.Of("%d months", int(r))
}

// Before returns the first UTC day whose records are within the retention.
func (r Retention) Before(now time.Time) time.Time {
	return consent.Later(now.UTC().Truncate(24*time.Hour), -int(r))
}

// Purger is the part of a registry that removes old records.
type Purger interface {
	Horizon(context.Context) (time.Time, error)
	MoveHorizon(ctx context.Context, move func(time.Time) time.Time) (time.Time, error)
}

// pace is the maximum advance of the purge horizon per unit of uptime. A pace of 1 would
// keep up with the age of the records; a higher one catches up after a pause.
const pace = 2

// Bounds are the days before which records are removed.
type Bounds struct {
	// Due is the day before which records are older than the retention.
	Due time.Time
	// Allowed is the day up to which that needs no confirmation: Due, or earlier
	// while the horizon of the registry has not reached it.
	Allowed time.Time
}

// Behind returns how far the horizon has to move yet.
func (b Bounds) Behind() time.Duration { return b.Due.Sub(b.Allowed) }

// Bounds returns the bounds of a purge at that time. With the retention off, both
// are zero, before any record.
func (r Retention) Bounds(ctx context.Context, p Purger, now time.Time) (Bounds, error) {
	if r == 0 {
		return Bounds{}, nil
	}
	horizon, err := p.Horizon(ctx)
	return r.bounds(horizon, now), err
}

// Advance moves the horizon of the registry towards the end of the retention, by
// at most twice the uptime, and returns the bounds that this gives. A clock that
// is wrong for a day thus removes the records of two days, not all of them.
func (r Retention) Advance(ctx context.Context, p Purger, now time.Time, uptime time.Duration) (Bounds, error) {
	return r.move(ctx, p, now, func(horizon time.Time) time.Time {
		step := pace * uptime
		return horizon.Add(min(step, max(-step, r.Before(now).Sub(horizon))))
	})
}

// Confirm moves the horizon to the end of the retention at once: somebody has
// compared the clock.
func (r Retention) Confirm(ctx context.Context, p Purger, now time.Time) (Bounds, error) {
	return r.move(ctx, p, now, func(time.Time) time.Time { return r.Before(now) })
}

func (r Retention) move(ctx context.Context, p Purger, now time.Time, to func(time.Time) time.Time) (Bounds, error) {
	if r == 0 {
		return Bounds{}, nil
	}
	horizon, err := p.MoveHorizon(ctx, to)
	return r.bounds(horizon, now), err
}

func (r Retention) bounds(horizon, now time.Time) Bounds {
	b := Bounds{Due: r.Before(now), Allowed: horizon.Truncate(24 * time.Hour)}
	if b.Allowed.After(b.Due) {
		b.Allowed = b.Due
	}
	return b
}
