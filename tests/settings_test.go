package tests

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// output runs a command with an environment and returns what it printed.
func output(t *testing.T, environ []string, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // ends an unexpected serve
	defer cancel()
	var out, log safeBuffer
	err = run(ctx, args, environ, &out, &log)
	return out.String(), log.String(), err
}

// settingsFile writes an environment file and returns its path and the folder for
// systemd units beside it.
func settingsFile(t *testing.T, text string) (file, units string) {
	t.Helper()
	folder := t.TempDir()
	unit, err := os.ReadFile("../deploy/charte.service")
	if err != nil {
		t.Fatal(err)
	}
	file, units = filepath.Join(folder, "charte.env"), filepath.Join(folder, "units")
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, text)
	write(t, filepath.Join(units, "charte.service"), strings.NewReplacer("/etc/charte/charte.env", file, "=/var/lib/charte", "="+here).Replace(string(unit)))
	return file, units
}

// Commands read the service's environment file with the same syntax: a last line without
// a newline, blanks before a name, quotes, CRLF. Otherwise a purge with the wrong
// retention, or a verification of the wrong registry, would go unnoticed.
func TestCommandUsesTheSettingsThatTheServiceUses(t *testing.T) {
	t.Parallel()
	registry := sqliteFile(t)
	startOn(t, registry).stop()
	for name, text := range map[string]string{
		"no newline at the end": "CHARTE_REGISTRY=" + registry + "\nCHARTE_RETENTION=120 months",
		"blanks":                "  CHARTE_REGISTRY = " + registry + "\t\n\tCHARTE_RETENTION=120 months  \n",
		"quotes":                "CHARTE_REGISTRY='" + registry + "'\nCHARTE_RETENTION=\"120 months\"\n",
		"CRLF":                  "CHARTE_REGISTRY=" + registry + "\r\nCHARTE_RETENTION=120 months\r\n",
		"a continuation line":   "CHARTE_REGISTRY=" + registry + "\nCHARTE_RETENTION=120 \\\nmonths\n",
	} {
		file, units := settingsFile(t, text)
		environ := []string{"SYSTEMD_UNIT_PATH=" + units, "CHARTE_RETENTION=off"}
		stdout, stderr, err := output(t, environ, "--settings", file, "--unit", "charte.service", "purge", "--dry-run")
		if err != nil || !strings.Contains(stdout, "(retention: 120 months)") {
			t.Errorf("%s: purge printed %q, %v", name, stdout, err)
		}
		if !strings.Contains(stderr, "CHARTE_RETENTION of this session is not used") {
			t.Errorf("%s: the variable of the session is ignored without a message: %q", name, stderr)
		}
	}
}

// A systemd drop-in that changes a setting for the service only stops every command
// that would use another value; check and settings report it.
func TestDropInWithSettingsStopsCommands(t *testing.T) {
	t.Parallel()
	file, units := settingsFile(t, "CHARTE_PORTAL=https://data.example.fr\n")
	write(t, filepath.Join(units, "charte.service.d", "more.conf"), "[Service]\nEnvironment=CHARTE_REGISTRY=postgres://charte:hush@db/charte\n")
	for _, command := range []string{"verify", "purge", "export", "dossier --out=x.zip", "embed", "serve", "check", "settings"} {
		args := append([]string{"--settings", file, "--unit", "charte.service"}, strings.Fields(command)...)
		stdout, stderr, err := output(t, []string{"SYSTEMD_UNIT_PATH=" + units}, args...)
		if err == nil {
			t.Errorf("%s succeeded", command)
			continue
		}
		everything := stdout + stderr + err.Error()
		if !strings.Contains(everything, "more.conf:2: Environment=CHARTE_REGISTRY") || strings.Contains(everything, "hush") {
			t.Errorf("%s: %s", command, everything)
		}
	}
	if _, _, err := output(t, []string{"SYSTEMD_UNIT_PATH=" + units}, "--settings", file, "--unit", "charte.service", "version"); err != nil {
		t.Errorf("version: %v", err)
	}
}

// charte settings prints every setting with its source, without passwords.
func TestSettingsArePrintedWithTheirSourceAndNoPassword(t *testing.T) {
	t.Parallel()
	file, units := settingsFile(t, "CHARTE_REGISTRY=postgres://charte:hush@db/charte?sslpassword=hush&sslmode=require\nPGPASSFILE=/hush\n\nCHARTE_ADMIN_TOKEN=hush-hush-hush-hush\nCHARTE_LANG=fr")
	stdout, _, err := output(t, []string{"SYSTEMD_UNIT_PATH=" + units, "STATE_DIRECTORY=/var/lib/charte"},
		"--settings", file, "--unit", "charte.service", "settings", "--portal", "https://data.example.fr")
	if err != nil || strings.Contains(stdout, "hush") {
		t.Errorf("%v\n%s", err, stdout)
	}
	lines := map[string]bool{}
	for line := range strings.Lines(stdout) {
		lines[strings.Join(strings.Fields(line), " ")] = true
	}
	for _, want := range []string{
		"CHARTE_REGISTRY=postgres://charte:xxxxx@db/charte?sslmode=require&sslpassword=xxxxx " + file + ", line 1",
		"CHARTE_PORTAL=https://data.example.fr flag", "CHARTE_RETENTION=66 months default", "CHARTE_ADMIN_TOKEN=(not shown) " + file + ", line 4",
		"CHARTE_LANG=fr " + file + ", line 5", "PGPASSFILE=(not shown) " + file + ", line 2", "STATE_DIRECTORY=/var/lib/charte environment",
	} {
		if !lines[want] {
			t.Errorf("no line %q in\n%s", want, stdout)
		}
	}
}

// If the password in an address cannot be delimited, none of the address is printed.
func TestNoPartOfAPasswordIsPrinted(t *testing.T) {
	t.Parallel()
	for _, registry := range []string{"postgres://charte:12#hush@db/charte", "postgres://charte:12/hush@db/charte", "postgres://charte:1?hush@db/charte", "postgres://charte:%hush@db/charte", "mysql://charte:hush@db", "host=db password=hush", "postgres:charte:hush@db"} {
		if stdout, _, _ := output(t, []string{"CHARTE_REGISTRY=" + registry}, "settings"); strings.Contains(stdout, "hush") || !strings.Contains(stdout, "CHARTE_REGISTRY=(not shown)") {
			t.Errorf("%s: %s", registry, stdout)
		}
	}
}

// For an unknown variable, wherever it is set, the message names the nearest flag. The
// variables that Kubernetes injects for services are ignored.
func TestUnknownVariableIsNamedWithTheNearest(t *testing.T) {
	t.Parallel()
	environ := []string{"CHARTE_RETENTON=120 months", "CHARTE_SETTINGS=/x", "CHARTE_PORT=tcp://10.0.0.1:80", "CHARTE_SERVICE_HOST=10.0.0.1", "CHARTE_SERVICE_PORT=80",
		"CHARTE_SERVICE_PORT_HTTP=80", "CHARTE_PORT_80_TCP=tcp://10.0.0.1:80", "CHARTE_PORT_80_TCP_PROTO=tcp", "CHARTE_PORT_80_TCP_PORT=80", "CHARTE_PORT_80_TCP_ADDR=10.0.0.1",
		"CHARTE_DB_SERVICE_HOST=10.0.0.2", "CHARTE_DB_PORT_5432_TCP_ADDR=10.0.0.2", "CHARTE_LANG=en"}
	file, _ := settingsFile(t, "export CHARTE_SPOOL=off\n"+strings.Join(environ, "\n"))
	want := []string{"CHARTE_RETENTON is not a variable of Charte; the nearest is CHARTE_RETENTION, of --retention", "CHARTE_SETTINGS: --settings and --unit have no variable"}
	for _, command := range [][]string{{"check"}, {"settings"}, {"verify"}, {"--settings", file, "check"}, {"--settings", file, "settings"}, {"--settings", file, "verify"}} {
		variables, all := environ, want
		if len(command) > 1 {
			variables, all = nil, append(want, "line 1: systemd ignores this line")
		}
		stdout, stderr, err := output(t, variables, command...)
		for _, line := range all {
			if err == nil || strings.Count(stdout+stderr, line) != 1 {
				t.Errorf("%q does not print %q once: %s%s %v", command, line, stdout, stderr, err)
			}
		}
		if strings.Count(stdout+stderr, "is not a variable") != 1 {
			t.Errorf("%q names other variables: %s%s", command, stdout, stderr)
		}
	}
}

// serve starts despite an unknown variable: one left over from an older version must
// not stop the service.
func TestServeWarnsOfAnUnknownVariable(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out, in := io.Pipe()
	log := &safeBuffer{}
	go func() {
		in.CloseWithError(run(ctx, []string{"--listen", "localhost:0", "--admin", "off", "--registry", sqliteFile(t)}, []string{"CHARTE_RETENTON=5"}, in, log))
	}()
	if n, err := out.Read(make([]byte, 256)); n == 0 || err != nil {
		t.Fatalf("the program did not start: %v", err)
	}
	if !strings.Contains(log.String(), "CHARTE_RETENTON is not a variable of Charte; the nearest is CHARTE_RETENTION") {
		t.Errorf("the log is %s", log)
	}
	cancel()
	if _, err := out.Read(make([]byte, 256)); err != io.EOF {
		t.Errorf("the program ended with %v", err)
	}
}
