package audit_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"charte/internal/audit"
	"charte/internal/check"
)

// Both guides explain every rule, at its level.
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
				t.Errorf("%s does not say %q", file, row)
			}
		}
		if n := strings.Count(string(text), "\n| `"); n != len(audit.Rules()) {
			t.Errorf("%s explains %d rules, there are %d", file, n, len(audit.Rules()))
		}
	}
}
