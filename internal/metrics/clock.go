package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// clock holds the gauges about the clock, which the upkeep sets.
type clock struct{ behind, held prometheus.Gauge }

func newClock() clock {
	return clock{
		behind: prometheus.NewGauge(prometheus.GaugeOpts{Name: "charte_clock_behind_seconds",
			Help: "How far the newest record is dated after the clock of this machine; 0 where it is not."}),
		held: prometheus.NewGauge(prometheus.GaugeOpts{Name: "charte_purge_held_records",
			Help: "Records older than the retention that are not removed yet, since the purge horizon moves slowly."}),
	}
}

// ClockBehind sets how far the newest record is ahead of the clock.
func (m *Metrics) ClockBehind(by time.Duration) { m.clock.behind.Set(by.Seconds()) }

// PurgeHeld sets how many records are due but not yet before the purge horizon.
func (m *Metrics) PurgeHeld(records int64) { m.clock.held.Set(float64(records)) }
