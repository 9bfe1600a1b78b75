//go:build release

package release_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// systemd parses each environment file in internal/systemd's table as the table states.
func TestSystemdReadsEnvironmentFilesAsTheTableHasIt(t *testing.T) {
	data, err := os.ReadFile("../../internal/systemd/testdata/environment.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name, File string
		Want       map[string]string
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	root := cleanRoot(t)
	// Not systemd-run: with --pipe it needs D-Bus, which a small Debian lacks.
	write(t, root, "etc/systemd/system/case.service", `[Unit]
StartLimitIntervalSec=0
[Service]
Type=oneshot
EnvironmentFile=/etc/case.env
ExecStart=/usr/bin/env -0
StandardOutput=truncate:/run/case
`)
	m := boot(t, root)
	for _, c := range cases {
		write(t, root, filepath.Join("etc", "case.env"), c.File)
		have := map[string]string{}
		for assignment := range strings.SplitSeq(m.run("systemctl start case.service && cat /run/case"), "\x00") {
			name, value, _ := strings.Cut(assignment, "=")
			if len(name) == 1 && name != "_" || strings.HasPrefix(name, "CHARTE_") {
				have[name] = value
			}
		}
		if !maps.Equal(have, c.Want) {
			t.Errorf("%s: %q\nsystemd has %q\nthe table %q", c.Name, c.File, have, c.Want)
		}
	}
}
