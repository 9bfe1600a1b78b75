package deploy_test

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write deploy/towns from the units of the service")

// towns are the differences of the units for one town of several: its settings, folder
// and address are named after it. The address is a socket file, so that no town
// needs a port.
var towns = strings.NewReplacer(
	"Description=Charte,", "Description=Charte of %i,",
	"/etc/charte/charte.env", "/etc/charte/%i.env",
	"StateDirectory=charte\n", "StateDirectory=charte/%i\n",
	"WorkingDirectory=/var/lib/charte\n", "WorkingDirectory=/var/lib/charte/%i\n",
	"/var/lib/charte.", "/var/lib/charte/%i.",
	"SyslogIdentifier=charte\n", "SyslogIdentifier=charte-%i\n",
	"SyslogIdentifier=charte-status\n", "SyslogIdentifier=charte-status-%i\n",
	"ListenStream=127.0.0.1:8080\n", "ListenStream=/run/charte/%i.sock\n",
	"NoDelay=true\n", "",
	"/mail-status\n", "/mail-status %i\n",
	"/charte-stamp\n", "/charte-stamp %i\n",
	"charte-stamp.", "charte-stamp@%i.",
	"charte-closed.target", "charte-closed@%i.target",
	"charte-status.", "charte-status@%i.",
	"WantedBy=sockets.target charte.service", "WantedBy=sockets.target charte@%i.service",
	"charte.service", "charte@%i.service",
	"charte.socket", "charte@%i.socket",
)

// The units of a town are those of the service but for these names.
func TestTheUnitsOfTownsAreThoseOfTheService(t *testing.T) {
	t.Parallel()
	for unit, template := range map[string]string{
		"charte.service": "charte@.service", "charte.socket": "charte@.socket", "charte-closed.target": "charte-closed@.target",
		"charte-status.service": "charte-status@.service", "charte-status.timer": "charte-status@.timer",
		"deb/charte-stamp.service": "charte-stamp@.service", "deb/charte-stamp.timer": "charte-stamp@.timer",
	} {
		want := "# Generated from " + unit + ": go test ./tests/deploy -run Towns -update\n" + towns.Replace(readFile(t, "../../deploy/"+unit))
		if *update {
			if err := os.WriteFile("../../deploy/towns/"+template, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if readFile(t, "../../deploy/towns/"+template) != want {
			t.Errorf("%s differs from %s: go test ./tests/deploy -run Towns -update", template, unit)
		}
		for line := range strings.Lines(want) {
			if !strings.HasPrefix(line, "#") && (strings.Contains(line, "/charte.env") || strings.Contains(line, "charte/charte") || strings.Contains(line, "8080")) {
				t.Errorf("%s would share with other towns: %s", template, line)
			}
		}
	}
}
