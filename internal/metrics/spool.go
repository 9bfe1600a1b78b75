package metrics

import "github.com/prometheus/client_golang/prometheus"

// Spool registers the numbers of entries in the spool and of entries that were lost.
func (m *Metrics) Spool(waiting, lost func() int64) {
	m.all.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "charte_spool_entries", Help: "Honoured refusals and withdrawals that wait for the registry.",
		}, func() float64 { return float64(waiting()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "charte_spool_lost_total", Help: "Honoured refusals and withdrawals that will never be recorded.",
		}, func() float64 { return float64(lost()) }),
	)
}
