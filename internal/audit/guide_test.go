package audit_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"charte/internal/audit"
	"charte/internal/check"
)

// Both guides explain every rule and give its level.
func TestTheGuidesExplainEveryRule(t *testing.T) {
	t.Parallel()
	for file, levels := range map[string]map[check.Level]string{
		"../../docs/en/audit-the-portal.md":   {check.Fault: "fault", check.Warning: "warning", check.Notice: "notice"},
		"../../docs/fr/auditer-le-portail.md": {check.Fault: "manquement", check.Warning: "à vérifier", check.Notice: "à savoir"},
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range audit.Rules() {
			if row := fmt.Sprintf("\n| `%s` | %s | ", r.ID, levels[r.Level]); !strings.Contains(string(text), row) {
				t.Errorf("%s lacks %q", file, row)
			}
		}
		if n := strings.Count(string(text), "\n| `"); n != len(audit.Rules()) {
			t.Errorf("%s explains %d rules, there are %d", file, n, len(audit.Rules()))
		}
	}
}

// Both guides list the ids of all troubles, for programs that read reports.
func TestTheGuidesNameEveryTrouble(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"../../docs/en/audit-the-portal.md", "../../docs/fr/auditer-le-portail.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, list, _ := strings.Cut(string(text), "\n- `troubles` ")
		list, _, _ = strings.Cut(list, "\n")
		for _, id := range audit.TroubleIDs() {
			if !strings.Contains(list, "`"+id+"`") {
				t.Errorf("%s does not name the trouble %q", file, id)
			}
		}
	}
}

// The example report in the guides is a valid report.
func TestTheReportInTheGuidesIsValid(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"../../docs/en/audit-the-portal.md", "../../docs/fr/auditer-le-portail.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, block, _ := strings.Cut(string(text), "```json\n")
		block, _, _ = strings.Cut(block, "```")
		decoder := json.NewDecoder(strings.NewReader(block))
		decoder.DisallowUnknownFields()
		var report audit.Report
		if err := decoder.Decode(&report); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if report.Version != audit.FormatVersion || len(report.Findings) == 0 || report.Findings[0].Propose == nil || len(report.Seen) == 0 || len(report.Observations.Visits) == 0 {
			t.Errorf("%s shows an incomplete report", file)
		}
		if _, err := audit.Read(strings.NewReader(block)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}
