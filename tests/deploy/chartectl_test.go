package deploy_test

import (
	"os"
	"strings"
	"testing"
)

// chartectl runs with the account, folders, program and environment file of the unit,
// and does not read settings itself.
func TestChartectlRunsWithTheSettingsOfTheUnit(t *testing.T) {
	t.Parallel()
	script, unit := readFile(t, "../../deploy/deb/chartectl"), readFile(t, "../../deploy/charte.service")
	for directive, line := range map[string]string{
		"User=charte": "runuser -u charte -- ", "EnvironmentFile=/etc/charte/charte.env": "--settings=/etc/charte/charte.env ",
		"ExecStart=/usr/bin/charte serve": "/usr/bin/charte ", "WorkingDirectory=/var/lib/charte": "\ncd /var/lib/charte\n",
		"StateDirectory=charte": "STATE_DIRECTORY=/var/lib/charte ",
	} {
		if !strings.Contains(unit, "\n"+directive+"\n") || !strings.Contains(script, line) {
			t.Errorf("the unit has %s, chartectl %q: they differ", directive, line)
		}
	}
	if strings.Contains(script, "CHARTE_") || strings.Contains(script, "</etc") {
		t.Errorf("chartectl reads settings itself:\n%s", script)
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
