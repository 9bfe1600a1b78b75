//go:build release

package release_test

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"charte/internal/consent"
	"charte/internal/metrics"
)

// promtool returns the path of Prometheus's checker: the installed one, or the one
// unpacked from Debian's package, because installing it would start a server.
func promtool(t *testing.T) string {
	t.Helper()
	if path, err := exec.LookPath("promtool"); err == nil {
		return path
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(cache, "charte", "promtool")
	if _, err := os.Stat(kept); err == nil {
		return kept
	}
	if err := os.MkdirAll(filepath.Dir(kept), 0o755); err != nil {
		t.Fatal(err)
	}
	fetch := exec.CommandContext(t.Context(), "sh", "-ec",
		`apt-get download -q prometheus; dpkg-deb -x prometheus_*.deb .; mv usr/bin/promtool "$0.new"; mv "$0.new" "$0"`, kept)
	fetch.Dir = t.TempDir()
	if out, err := fetch.CombinedOutput(); err != nil {
		t.Fatalf("fetch promtool: %v\n%s", err, out)
	}
	return kept
}

func TestPrometheusLoadsTheAlertsAndTheyFire(t *testing.T) {
	tool := promtool(t)
	for _, args := range [][]string{{"check", "rules", "../../deploy/alerts.yml"}, {"test", "rules", "testdata/alerts.yml"}} {
		if out, err := exec.CommandContext(t.Context(), tool, args...).CombinedOutput(); err != nil {
			t.Errorf("promtool %v: %v\n%s", args, err, out)
		}
	}
}

func TestPrometheusParsesTheMetrics(t *testing.T) {
	m := metrics.New(metrics.Build{Version: "1.0.0", Revision: "abc", Go: "go1"})
	m.Answered("GET", "/{lang}/", 200, time.Millisecond)
	m.InForce("3f9a1c2e", map[string]map[consent.Surface]string{"fr": {consent.Banner: "aa"}})
	m.Spool(func() int64 { return 0 }, func() int64 { return 0 })
	w := httptest.NewRecorder()
	promhttp.HandlerFor(m.Gather(), promhttp.HandlerOpts{}).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	check := exec.CommandContext(t.Context(), promtool(t), "check", "metrics")
	check.Stdin = w.Body
	if out, err := check.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}
