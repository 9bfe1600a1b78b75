package systemd

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The unit of the package, and what operators put beside it: each drop-in that gives
// the service another setting is named, and no other.
func TestDropInsThatChangeSettingsAreNamed(t *testing.T) {
	t.Parallel()
	unit, err := os.ReadFile("../../deploy/charte.service")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"nothing":     {nil, nil},
		"limits":      {map[string]string{"etc/charte.service.d/a.conf": "[Service]\nMemoryMax=1G\nEnvironment=GOGC=50\nEnvironment=CHARTE_PORTAL=https://x\n"}, nil},
		"a variable":  {map[string]string{"etc/charte.service.d/a.conf": "[Service]\n# c\nEnvironment=\"X=1\" \\\n  \"CHARTE_RETENTION=120 months\"\n"}, []string{"etc/charte.service.d/a.conf:3: Environment=CHARTE_RETENTION"}},
		"a database":  {map[string]string{"run/charte.service.d/a.conf": "[Service]\nEnvironment=PGHOST=secret\n"}, []string{"run/charte.service.d/a.conf:2: Environment=PGHOST"}},
		"passed":      {map[string]string{"etc/service.d/a.conf": "[Service]\nPassEnvironment=CHARTE_SPOOL\nUnsetEnvironment=CHARTE_PORTAL\n"}, []string{"etc/service.d/a.conf:2: PassEnvironment=CHARTE_SPOOL", "etc/service.d/a.conf:3: UnsetEnvironment=CHARTE_PORTAL"}},
		"a file":      {map[string]string{"etc/charte.service.d/a.conf": "[Service]\nEnvironmentFile=-/etc/more.env\n"}, []string{"etc/charte.service.d/a.conf:2: EnvironmentFile=-/etc/more.env"}},
		"no file":     {map[string]string{"etc/charte.service.d/a.conf": "[Service]\nEnvironmentFile=\n"}, []string{"etc/charte.service.d/a.conf:2: no EnvironmentFile=/etc/charte/charte.env"}},
		"flags":       {map[string]string{"etc/charte.service.d/a.conf": "[Service]\nExecStart=\nExecStart=/usr/bin/charte serve --retention=off\n"}, []string{"etc/charte.service.d/a.conf:3: ExecStart="}},
		"a folder":    {map[string]string{"etc/charte.service.d/a.conf": "[Service]\nWorkingDirectory=/srv\n"}, []string{"etc/charte.service.d/a.conf:2: WorkingDirectory="}},
		"taken back":  {map[string]string{"lib/charte.service.d/a.conf": "[Service]\nEnvironment=CHARTE_SPOOL=off\n", "etc/charte.service.d/b.conf": "[Service]\nEnvironment=\n"}, nil},
		"masked":      {map[string]string{"lib/charte.service.d/a.conf": "[Service]\nEnvironment=CHARTE_SPOOL=off\n", "etc/charte.service.d/a.conf": ""}, nil},
		"a unit":      {map[string]string{"etc/charte.service": "[Service]\nExecStart=/usr/bin/charte serve\nEnvironmentFile=/srv/b.env\n"}, []string{"etc/charte.service:3: EnvironmentFile=/srv/b.env", "etc/charte.service:3: no EnvironmentFile=/etc/charte/charte.env"}},
		"other units": {map[string]string{"etc/other.service.d/a.conf": "[Service]\nEnvironment=CHARTE_SPOOL=off\n", "etc/charte.service.d/a.conf": "[Unit]\nEnvironment=CHARTE_SPOOL=off\n"}, nil},
	} {
		folder := t.TempDir()
		files := map[string]string{"lib/charte.service": string(unit)}
		maps.Copy(files, c.files)
		for name, text := range files {
			write(t, filepath.Join(folder, name), text)
		}
		found, err := FindUnit(folder+"/etc:"+folder+"/run:"+folder+"/lib:", "charte.service")
		var have []string
		for _, d := range found.Differences("/etc/charte/charte.env", "/var/lib/charte", func(name string) bool { return name == "CHARTE_PORTAL" }) {
			have = append(have, strings.TrimPrefix(d.Place, folder+"/")+": "+d.Directive)
		}
		if err != nil || !slices.Equal(have, c.want) {
			t.Errorf("%s: have %q, %v\nwant %q", name, have, err, c.want)
		}
	}
}

// The unit of one town is the template with its name, and drop-ins of both count.
func TestTheUnitOfATownIsReadFromTheTemplate(t *testing.T) {
	t.Parallel()
	template, err := os.ReadFile("../../deploy/towns/charte@.service")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write(t, filepath.Join(folder, "lib/charte@.service"), string(template))
	write(t, filepath.Join(folder, "etc/charte@.service.d/all.conf"), "[Service]\nEnvironment=PGHOST=db\n")
	write(t, filepath.Join(folder, "etc/charte@lamballe.service.d/one.conf"), "[Service]\nEnvironment=CHARTE_SPOOL=off\n")
	for town, want := range map[string]int{"lamballe": 2, "quintin": 1} {
		unit, err := FindUnit(folder+"/etc:"+folder+"/lib", "charte@"+town+".service")
		have := unit.Differences("/etc/charte/"+town+".env", "/var/lib/charte/"+town, func(string) bool { return false })
		if err != nil || len(have) != want {
			t.Errorf("%s: %q, %v; want %d differences", town, have, err, want)
		}
	}
}

func TestNoUnitNoDifference(t *testing.T) {
	t.Parallel()
	unit, err := FindUnit(t.TempDir(), "charte.service")
	if have := unit.Differences("/etc/charte/charte.env", "/", func(string) bool { return false }); err != nil || len(have) > 0 {
		t.Errorf("%q, %v", have, err)
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
