package metrics

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"charte/internal/consent"
)

// Registry is the part of a registry whose time is measured.
type Registry interface {
	Append(context.Context, consent.Entry) (consent.Record, error)
}

// Append appends through r and measures its duration with the clock now.
func (m *Metrics) Append(ctx context.Context, r Registry, now func() time.Time, e consent.Entry) (consent.Record, error) {
	m.waiting.Inc()
	begun := now()
	record, err := r.Append(ctx, e)
	m.waiting.Dec()
	m.commits.WithLabelValues(result(err)).Observe(now().Sub(begun).Seconds())
	m.Wrote(err)
	switch {
	case err == nil:
		m.decisions.WithLabelValues(string(e.Decision)).Inc()
	case !e.Choice.Grants():
		m.unproved.WithLabelValues(registryFailed).Inc()
	}
	return record, err
}

// Wrote sets whether the last write to the registry failed. A counter of failures is
// not enough: with few visitors, its rate is 0 most of the time.
func (m *Metrics) Wrote(err error) {
	m.failing.Store(err != nil)
}

// Failing reports whether the last write to the registry failed.
func (m *Metrics) Failing() bool { return m.failing.Load() }

func (m *Metrics) failingMetric() prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "charte_registry_failing", Help: "1 from a write to the registry that failed until one that succeeds.",
	}, func() float64 {
		if m.Failing() {
			return 1
		}
		return 0
	})
}
