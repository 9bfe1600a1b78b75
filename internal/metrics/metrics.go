package metrics

import (
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"charte/internal/consent"
)

// Metrics are the figures of the running program. The figures of the record, which
// survive a restart, are in the registry.
type Metrics struct {
	all *prometheus.Registry

	requests  *prometheus.CounterVec
	latency   *prometheus.HistogramVec
	decisions *prometheus.CounterVec
	unproved  *prometheus.CounterVec
	commits   *prometheus.HistogramVec
	waiting   prometheus.Gauge
	texts     *prometheus.GaugeVec
	scope     *prometheus.GaugeVec
	reloads   *prometheus.CounterVec
	broken    prometheus.Gauge
	loaded    prometheus.Gauge
	faults    prometheus.Gauge
	strangers strangers
	failing   atomic.Bool // the last write to the registry failed
	conflicts prometheus.Counter
	objected  *prometheus.CounterVec
	clock     clock
}

// Build identifies the running program.
type Build struct{ Version, Revision, Go string }

// The reasons for honouring a refusal without an immediate record.
const (
	overLimit      = "limit"    // too many requests from the visitor's network
	registryFailed = "registry" // the entry is in the spool, if there is one
)

// New returns metrics with every series at 0, so that alerts on them work.
func New(b Build) *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
	}
	seconds := func(name, help string, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help,
			Buckets: prometheus.ExponentialBucketsRange(0.0001, 10, 14)}, labels)
	}
	build := gauge("charte_build_info", "The program that runs; always 1.", "version", "revision", "goversion")
	m := &Metrics{
		all:       prometheus.NewRegistry(),
		clock:     newClock(),
		requests:  counter("charte_requests_total", "Requests answered, by method, route pattern and status.", "method", "route", "status"),
		latency:   seconds("charte_request_seconds", "Time from the request's arrival to the end of its answer.", "route"),
		decisions: counter("charte_decisions_total", "Decisions recorded.", "decision"),
		unproved:  counter("charte_refusals_unrecorded_total", "Refusals and withdrawals that were honoured without a record at once.", "reason"),
		commits:   seconds("charte_registry_commit_seconds", "Time from handing a decision to the registry to its durable commit.", "result"),
		waiting:   gauge("charte_registry_waiting", "Decisions handed to the registry and not committed yet.").WithLabelValues(),
		texts:     gauge("charte_text_info", "The text version shown to visitors without a choice; always 1.", "language", "surface", "version"),
		scope:     gauge("charte_scope_info", "The scope that consent is asked for; always 1.", "scope"),
		reloads:   counter("charte_reloads_total", "Times that the content was read, by result.", "result"),
		broken:    gauge("charte_content_broken", "1 while the content folder has a fault and the last good content is served.").WithLabelValues(),
		conflicts: counter("charte_cookie_conflicts_total", "Banners served to visitors who brought several choice cookies with different values.").WithLabelValues(),
		objected:  counter("charte_objections_total", "Objections to exempt purposes, and objections taken back.", "decision"),
		loaded:    gauge("charte_content_loaded_timestamp_seconds", "When the content that is served was taken up, in seconds since 1970.").WithLabelValues(),
		faults:    gauge("charte_served_faults", "Faults of charter, texts and settings that are served with a warning; charte check names them.").WithLabelValues(),
	}
	build.WithLabelValues(b.Version, b.Revision, b.Go).Set(1)
	m.all.MustRegister(build, m.requests, m.latency, m.decisions, m.unproved, m.commits, m.waiting,
		m.texts, m.scope, m.reloads, m.broken, m.loaded, m.faults, m.strangers.metric(), m.conflicts, m.objected, m.failingMetric(),
		m.clock.behind, m.clock.held,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.create()
	return m
}

// create creates every series at 0.
func (m *Metrics) create() {
	for _, d := range []consent.Decision{consent.Accept, consent.Refuse, consent.Custom, consent.Seen} {
		m.decisions.WithLabelValues(string(d))
	}
	for _, d := range []consent.Decision{consent.Object, consent.Allow} {
		m.objected.WithLabelValues(string(d))
	}
	for _, reason := range []string{overLimit, registryFailed} {
		m.unproved.WithLabelValues(reason)
	}
	for _, result := range []string{good, bad} {
		m.reloads.WithLabelValues(result)
		m.commits.WithLabelValues(result)
	}
}

const good, bad = "ok", "failed"

func result(err error) string {
	if err != nil {
		return bad
	}
	return good
}

// Gather returns the source of the page that Prometheus scrapes.
func (m *Metrics) Gather() prometheus.Gatherer { return m.all }

// Answered counts a request. route is the route's pattern, never the path.
func (m *Metrics) Answered(method, route string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.latency.WithLabelValues(route).Observe(took.Seconds())
}

// Limited counts a refusal over the rate limit, honoured without a record.
func (m *Metrics) Limited() { m.unproved.WithLabelValues(overLimit).Inc() }

// Objected counts an objection, or one taken back.
func (m *Metrics) Objected(d consent.Decision) { m.objected.WithLabelValues(string(d)).Inc() }

// Conflict counts a banner served to a visitor who sent several choice cookies with
// different values.
func (m *Metrics) Conflict() { m.conflicts.Inc() }

// Loaded counts an attempt to load the content.
func (m *Metrics) Loaded(at time.Time, err error) {
	m.reloads.WithLabelValues(result(err)).Inc()
	if err != nil {
		m.broken.Set(1)
		return
	}
	m.broken.Set(0)
	m.loaded.Set(float64(at.Unix()))
}

// Faults sets the number of faults in the content that is served.
func (m *Metrics) Faults(n int) { m.faults.Set(float64(n)) }

// InForce sets the scope and the text versions that are served from now on.
func (m *Metrics) InForce(scope string, texts map[string]map[consent.Surface]string) {
	m.scope.Reset()
	m.scope.WithLabelValues(scope).Set(1)
	m.texts.Reset()
	for language, surfaces := range texts {
		for surface, version := range surfaces {
			m.texts.WithLabelValues(language, string(surface), version).Set(1)
		}
	}
}
