package metrics_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"charte/internal/consent"
	"charte/internal/metrics"
)

// registry appends, or fails with err.
type registry struct{ err error }

func (r registry) Append(context.Context, consent.Entry) (consent.Record, error) {
	return consent.Record{}, r.err
}

// clock returns a clock that advances by a second with each call.
func clock() func() time.Time {
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	return func() time.Time { at = at.Add(time.Second); return at }
}

// compare compares the metrics of the given names with Prometheus's text format.
func compare(t *testing.T, m *metrics.Metrics, want string, names ...string) {
	t.Helper()
	if err := testutil.GatherAndCompare(m.Gather(), strings.NewReader(want), names...); err != nil {
		t.Error(err)
	}
}

func TestDecisionsAndUnrecordedRefusalsAreCounted(t *testing.T) {
	t.Parallel()
	m := metrics.New(metrics.Build{})
	refusal := consent.Entry{Decision: consent.Refuse, Choice: consent.Choice{"a": false}}
	grant := consent.Entry{Decision: consent.Accept, Choice: consent.Choice{"a": true}}
	for _, try := range []struct {
		err   error
		entry consent.Entry
	}{{nil, refusal}, {nil, refusal}, {nil, grant}, {errors.New("down"), refusal}, {errors.New("down"), grant}} {
		if _, err := m.Append(t.Context(), registry{try.err}, clock(), try.entry); !errors.Is(err, try.err) {
			t.Errorf("the registry's error became %v", err)
		}
	}
	m.Limited()
	m.Stranger()
	m.Conflict()
	compare(t, m, `
# HELP charte_cookie_conflicts_total Banners served to visitors who brought several choice cookies with different values.
# TYPE charte_cookie_conflicts_total counter
charte_cookie_conflicts_total 1
# HELP charte_decisions_total Decisions recorded.
# TYPE charte_decisions_total counter
charte_decisions_total{decision="accept"} 1
charte_decisions_total{decision="custom"} 0
charte_decisions_total{decision="refuse"} 2
charte_decisions_total{decision="seen"} 0
# HELP charte_refusals_unrecorded_total Refusals and withdrawals that were honoured without a record at once.
# TYPE charte_refusals_unrecorded_total counter
charte_refusals_unrecorded_total{reason="limit"} 1
charte_refusals_unrecorded_total{reason="registry"} 1
# HELP charte_registry_failing 1 from a write to the registry that failed until one that succeeds.
# TYPE charte_registry_failing gauge
charte_registry_failing 1
# HELP charte_registry_waiting Decisions handed to the registry and not committed yet.
# TYPE charte_registry_waiting gauge
charte_registry_waiting 0
# HELP charte_strangers_total Banners served to visitors whose cookie holds a choice of a scope that was never in force here.
# TYPE charte_strangers_total counter
charte_strangers_total 1
`, "charte_cookie_conflicts_total", "charte_strangers_total", "charte_decisions_total", "charte_refusals_unrecorded_total", "charte_registry_waiting", "charte_registry_failing")
	if n, err := testutil.GatherAndCount(m.Gather(), "charte_registry_commit_seconds"); err != nil || n != 2 {
		t.Errorf("%d histograms of commits, %v", n, err)
	}
}

func TestContentMetricsFollowTheContent(t *testing.T) {
	t.Parallel()
	m := metrics.New(metrics.Build{Version: "v1", Revision: "abc", Go: "go1"})
	m.Loaded(time.Unix(100, 0), nil)
	m.Loaded(time.Unix(200, 0), errors.New("charter.md:3: broken"))
	m.InForce("old", nil)
	m.InForce("3f9a1c2e", map[string]map[consent.Surface]string{"fr": {consent.Banner: "aa"}})
	compare(t, m, `
# HELP charte_build_info The program that runs; always 1.
# TYPE charte_build_info gauge
charte_build_info{goversion="go1",revision="abc",version="v1"} 1
# HELP charte_content_broken 1 while the content folder has a fault and the last good content is served.
# TYPE charte_content_broken gauge
charte_content_broken 1
# HELP charte_content_loaded_timestamp_seconds When the content that is served was taken up, in seconds since 1970.
# TYPE charte_content_loaded_timestamp_seconds gauge
charte_content_loaded_timestamp_seconds 100
# HELP charte_reloads_total Times that the content was read, by result.
# TYPE charte_reloads_total counter
charte_reloads_total{result="failed"} 1
charte_reloads_total{result="ok"} 1
# HELP charte_scope_info The scope that consent is asked for; always 1.
# TYPE charte_scope_info gauge
charte_scope_info{scope="3f9a1c2e"} 1
# HELP charte_text_info The text version shown to visitors without a choice; always 1.
# TYPE charte_text_info gauge
charte_text_info{language="fr",surface="banner",version="aa"} 1
`, "charte_build_info", "charte_content_broken", "charte_content_loaded_timestamp_seconds", "charte_reloads_total", "charte_scope_info", "charte_text_info")
	m.Loaded(time.Unix(300, 0), nil)
	compare(t, m, `
# HELP charte_content_broken 1 while the content folder has a fault and the last good content is served.
# TYPE charte_content_broken gauge
charte_content_broken 0
`, "charte_content_broken")
}

func TestRequestsAreCountedByPatternAndStatus(t *testing.T) {
	t.Parallel()
	m := metrics.New(metrics.Build{})
	m.Answered("GET", "/{lang}/choice", 200, time.Millisecond)
	m.Answered("GET", "/{lang}/choice", 200, time.Millisecond)
	m.Answered("GET", "", 404, time.Millisecond)
	compare(t, m, `
# HELP charte_requests_total Requests answered, by method, route pattern and status.
# TYPE charte_requests_total counter
charte_requests_total{method="GET",route="/{lang}/choice",status="200"} 2
charte_requests_total{method="GET",route="none",status="404"} 1
`, "charte_requests_total")
}
