package metrics

import (
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
)

// strangers counts the choices made under another charter that visitors sent.
type strangers struct{ count atomic.Int64 }

func (s *strangers) metric() prometheus.Collector {
	return prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "charte_strangers_total", Help: "Banners served to visitors whose cookie holds a choice of a scope that was never in force here.",
	}, func() float64 { return float64(s.count.Load()) })
}

// Stranger counts a banner served to a visitor whose choice was made under a charter
// that was never in force here.
func (m *Metrics) Stranger() { m.strangers.count.Add(1) }

// Strangers returns the number of these banners since the start.
func (m *Metrics) Strangers() int64 { return m.strangers.count.Load() }
