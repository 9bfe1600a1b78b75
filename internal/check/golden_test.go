package check_test

import (
	"os"
	"strings"
	"testing"

	"charte/internal/check"
	"charte/internal/message"
)

// everything is a report of what the corpus finds, with the first seed of each rule.
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

// The same report in both languages, side by side in testdata.
func TestTheReportOfTheCorpusIsWrittenInEachLanguage(t *testing.T) {
	t.Parallel()
	report := everything(t)
	leftInEnglish(t, report)
	for language, words := range map[string]message.Words{"en": nil, "fr": french(t)} {
		var out strings.Builder
		if err := report.WriteText(&out, words, &check.Verdict{Line: message.Of("Everyone is asked again: %s:%d adds %s.", "charter.md", 43,
			message.Of("the tracker %q to the purpose %q", "_ga", "audience"))}); err != nil {
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
			t.Errorf("%s: a sentence and its data do not fit", name)
		}
	}
}

// leftInEnglish names what the report says in no other language.
func leftInEnglish(t *testing.T, report check.Report) {
	t.Helper()
	words := french(t)
	for _, f := range report.Findings {
		for _, said := range []message.Text{f.Problem, f.Fix, message.Plain(f.Rule.Reason)} {
			if words.Say(said) == said.String() {
				t.Errorf("%s: %s", f.Rule.ID, said)
			}
		}
	}
}
