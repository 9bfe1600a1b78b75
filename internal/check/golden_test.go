package check_test

import (
	"os"
	"strings"
	"testing"

	"charte/internal/check"
	"charte/internal/message"
)

// everything returns a report with the findings of the first seed of each rule.
func everything(t *testing.T) check.Report {
	t.Helper()
	var all check.Report
	for i, seed := range corpus() {
		if i > 0 && corpus()[i-1].rule == seed.rule {
			continue
		}
		s := clean(t)
		for _, e := range seed.edits {
			s.edit(t, e.file, e.old, e.new)
		}
		if seed.set != nil {
			seed.set(s)
		}
		all.Findings = append(all.Findings, check.Run(s.input()).Findings...)
	}
	return all
}

// The golden files in testdata hold the same report in each language.
func TestTheReportMatchesItsGoldenFileInEachLanguage(t *testing.T) {
	t.Parallel()
	report := everything(t)
	requireTranslations(t, report)
	for language, words := range map[string]message.Words{"en": nil, "fr": french(t)} {
		var out strings.Builder
		if err := report.WriteText(&out, words, &check.Verdict{Line: message.Of("Only visitors who accepted %q are asked again: %s", "audience", message.Of("%s:%d adds %s.", "charter.md", 43,
			message.Of("the tracker %q to the purpose %q", "_ga", "audience")))}, true); err != nil {
			t.Fatal(err)
		}
		name := "testdata/report." + language + ".txt"
		if *update {
			if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if out.String() != string(want) {
			t.Errorf("%s is out of date: go test ./internal/check -update, and read what changed", name)
		}
		if strings.Contains(out.String(), "%!") {
			t.Errorf("%s: a message and its arguments do not match", name)
		}
	}
}

// requireTranslations fails the test for each text of the report without a translation.
func requireTranslations(t *testing.T, report check.Report) {
	t.Helper()
	words := french(t)
	for _, f := range report.Findings {
		for _, text := range []message.Text{f.Problem, f.Fix, message.Plain(f.Rule.Reason)} {
			if words.Say(text) == text.String() {
				t.Errorf("%s: no translation of %s", f.Rule.ID, text)
			}
		}
	}
}
