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
	m := boot(t, root)
	for _, c := range cases {
		write(t, root, filepath.Join("etc", "case.env"), c.File)
		have := map[string]string{}
		for assignment := range strings.SplitSeq(m.run("systemd-run --quiet --wait --pipe -p EnvironmentFile=/etc/case.env /usr/bin/env -0"), "\x00") {
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
