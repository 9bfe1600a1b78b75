package metrics

import (
	"context"
	"time"

	"charte/internal/consent"
)

// Registry is the part of a registry that is measured.
type Registry interface {
	Append(context.Context, consent.Entry) (consent.Record, error)
}

// Append appends through r and measures how long it took, now being the clock.
func (m *Metrics) Append(ctx context.Context, r Registry, now func() time.Time, e consent.Entry) (consent.Record, error) {
	m.waiting.Inc()
	begun := now()
	record, err := r.Append(ctx, e)
	m.waiting.Dec()
	m.commits.WithLabelValues(result(err)).Observe(now().Sub(begun).Seconds())
	switch {
	case err == nil:
		m.decisions.WithLabelValues(string(e.Decision)).Inc()
	case !e.Choice.Grants():
		m.unproved.WithLabelValues(RegistryFailed).Inc()
	}
	return record, err
}
