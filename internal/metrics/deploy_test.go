package metrics_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"charte/internal/consent"
	"charte/internal/metrics"
)

// known returns the labels of every metric.
func known(t *testing.T) map[string][]string {
	t.Helper()
	m := metrics.New(metrics.Build{})
	m.Answered("GET", "/", 200, time.Second)
	m.Spool(func() int64 { return 0 }, func() int64 { return 0 })
	m.InForce("s", map[string]map[consent.Surface]string{"fr": {consent.Banner: "t"}})
	families, err := m.Gather().Gather()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, f := range families {
		labels := []string{"le"} // the label of a histogram's buckets
		for _, pair := range f.GetMetric()[0].GetLabel() {
			labels = append(labels, pair.GetName())
		}
		for _, end := range []string{"", "_bucket", "_count", "_sum"} {
			all[f.GetName()+end] = labels
		}
	}
	return all
}

var (
	metric   = regexp.MustCompile(`charte_[a-z_]+`)
	selector = regexp.MustCompile(`(charte_[a-z_]+){([^}]*)}`)
	matcher  = regexp.MustCompile(`(\w+)(?:=|!=|=~|!~)"`)
	grouping = regexp.MustCompile(`by \(([^)]*)\) \([^{}]*?(charte_[a-z_]+)`)
)

// checkExpression reports the metrics and labels of an expression that do not exist.
func checkExpression(t *testing.T, where, expression string) {
	t.Helper()
	all := known(t)
	for _, name := range metric.FindAllString(expression, -1) {
		if all[name] == nil {
			t.Errorf("%s: no metric is called %s", where, name)
		}
	}
	for _, found := range selector.FindAllStringSubmatch(expression, -1) {
		for _, label := range matcher.FindAllStringSubmatch(found[2], -1) {
			if !slices.Contains(all[found[1]], label[1]) {
				t.Errorf("%s: %s has no label %s", where, found[1], label[1])
			}
		}
	}
	for _, found := range grouping.FindAllStringSubmatch(expression, -1) {
		for label := range strings.SplitSeq(found[1], ", ") {
			if !slices.Contains(all[found[2]], label) {
				t.Errorf("%s: %s has no label %s", where, found[2], label)
			}
		}
	}
}

func deployed(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestAlertsUseExistingMetrics(t *testing.T) {
	t.Parallel()
	var file struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr         string
				Labels, Annotations map[string]string
			}
		}
	}
	if err := yaml.Unmarshal(deployed(t, "alerts.yml"), &file); err != nil {
		t.Fatal(err)
	}
	rules := 0
	for _, group := range file.Groups {
		for _, rule := range group.Rules {
			rules++
			checkExpression(t, rule.Alert, rule.Expr)
			if rule.Labels["severity"] == "" || rule.Annotations["summary"] == "" || rule.Annotations["description"] == "" {
				t.Errorf("%s lacks severity, summary or action", rule.Alert)
			}
		}
	}
	if rules < 5 {
		t.Errorf("%d rules: the test no longer sees them", rules)
	}
}

func TestDashboardShowsEveryMetric(t *testing.T) {
	t.Parallel()
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	content := deployed(t, "grafana.json")
	if err := json.Unmarshal(content, &board); err != nil {
		t.Fatal(err)
	}
	for _, panel := range board.Panels {
		for _, target := range panel.Targets {
			checkExpression(t, panel.Title, target.Expr)
		}
	}
	shown := metric.FindAllString(string(content), -1)
	for name := range known(t) {
		plain := strings.HasPrefix(name, "charte_") && !strings.HasSuffix(name, "_bucket") && !strings.HasSuffix(name, "_count") && !strings.HasSuffix(name, "_sum")
		if plain && !slices.Contains(shown, name) && !slices.Contains(shown, name+"_bucket") {
			t.Errorf("no panel shows %s", name)
		}
	}
}
