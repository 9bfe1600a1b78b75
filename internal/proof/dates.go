package proof

import (
	"iter"
	"time"

	"charte/internal/consent"
)

// ClockSkew is how far the clocks of two machines may differ before it is reported.
const ClockSkew = 5 * time.Minute

// Misdated counts records with a date that does not fit, and holds the first of them
// with the one that it follows.
type Misdated struct {
	Count           int64
	First, Previous consent.Record
}

func (m *Misdated) add(r, previous consent.Record) {
	if m.Count == 0 {
		m.First, m.Previous = r, previous
	}
	m.Count++
}

// compareDates passes on all records, and notes those that are dated before the
// one that they follow, or after now.
func (v *Verdict) compareDates(all iter.Seq2[consent.Record, error], now time.Time) iter.Seq2[consent.Record, error] {
	return func(yield func(consent.Record, error) bool) {
		var previous consent.Record
		for r, err := range all {
			if err == nil {
				if latest(r).Add(ClockSkew).Before(previous.Time) {
					v.Earlier.add(r, previous)
				}
				if r.Time.After(now.Add(ClockSkew)) {
					v.Future.add(r, previous)
				}
				previous = r
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// latest returns the latest time at which the record can have been made: its time is
// cut to the day where nothing is granted or ended ([consent.Entry.Cut]).
func latest(r consent.Record) time.Time {
	if r.Choice.Grants() || r.Ends != "" {
		return r.Time
	}
	return r.Time.AddDate(0, 0, 1)
}
