package proof

import (
	"context"
	"strconv"
	"strings"
	"time"

	"charte/internal/consent"
	"charte/internal/phrase"
)

// Retention is how long records are kept, in calendar months; zero: until
// someone decides.
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
		return 0, phrase.Errorf("write it as 66 months, more than the %d for which a choice holds, or off", consent.Months)
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

// Before is the UTC day whose records, and later ones, are still kept.
func (r Retention) Before(now time.Time) time.Time {
	return consent.Later(now.UTC().Truncate(24*time.Hour), -int(r))
}

// Purge removes what is older than the retention, and returns how many records
// those were; the daily totals, the texts and the scopes stay.
func (r Retention) Purge(ctx context.Context, p Purger, now time.Time) (int64, error) {
	if r == 0 {
		return 0, nil
	}
	return p.Purge(ctx, r.Before(now), now)
}

// Purgeable counts what [Retention.Purge] would remove.
func (r Retention) Purgeable(ctx context.Context, p Purger, now time.Time) (int64, error) {
	if r == 0 {
		return 0, nil
	}
	return p.Purgeable(ctx, r.Before(now))
}
