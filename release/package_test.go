//go:build release

package release

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var textField = regexp.MustCompile(`name="text" value="([0-9a-f]{64})"`)

// The package in a clean Debian: installed, configured as the guide says, served
// from, upgraded, removed.
func TestPackageInstallsServesUpgradesAndLeavesTheRecord(t *testing.T) {
	older, newer, root := build(t, "1.0.0"), build(t, "1.1.0"), cleanRoot(t)
	install(t, root, older, "1.0.0")
	address := freeAddress(t)
	configure(t, root, address)
	own := strings.Replace(read(t, root, "/usr/share/doc/charte/examples/charter.md"), "Saint-Malo Agglomération", "Ville d’Exemple", -1)
	write(t, root, "/etc/charte/content/charter.md", own)

	stop := start(t, root, address)
	_, page := ask(t, address, "/fr/", "")
	if !strings.Contains(page, "Ville d’Exemple") {
		t.Error("the page is not that of the charter in /etc/charte/content")
	}
	choose(t, address, "decision=refuse&surface=charter&return=")
	choose(t, address, "decision=accept&surface=charter&return=&text="+textField.FindStringSubmatch(page)[1])
	stop()
	record := chart(t, root, "verify")
	if !strings.Contains(record, "2 records") {
		t.Errorf("after two choices, verify says %q", record)
	}
	env := read(t, root, "/etc/charte/charte.env")

	install(t, root, newer, "1.1.0")
	if read(t, root, "/etc/charte/charte.env") != env || read(t, root, "/etc/charte/content/charter.md") != own {
		t.Error("the upgrade changed settings or charter")
	}
	if chart(t, root, "verify") != record {
		t.Error("the upgrade changed the record")
	}
	stop = start(t, root, address)
	if _, page := ask(t, address, "/fr/", ""); !strings.Contains(page, "Ville d’Exemple") {
		t.Error("after the upgrade the charter is another")
	}
	choose(t, address, "decision=refuse&surface=charter&return=")
	stop()
	if record := chart(t, root, "verify"); !strings.Contains(record, "3 records") {
		t.Errorf("the new version does not go on with the record: %q", record)
	}

	run(t, "chroot", root, "dpkg", "--purge", "charte")
	if _, err := os.Stat(filepath.Join(root, "var/lib/charte/charte.db")); err != nil {
		t.Errorf("a purge of the package took the record: %v", err)
	}
}

// What the package lays down, and who may read it.
func TestPackageGivesTheRecordToItsAccountAlone(t *testing.T) {
	root := cleanRoot(t)
	install(t, root, build(t, "1.0.0"), "1.0.0")
	for path, want := range map[string]string{
		"/etc/charte/charte.env": "640 root charte",
		"/etc/charte/content":    "755 root root",
		"/var/lib/charte":        "750 charte charte",
		"/usr/bin/charte":        "755 root root",
		"/usr/share/doc/charte":  "755 root root",
	} {
		if have := strings.TrimSpace(run(t, "chroot", root, "stat", "-c", "%a %U %G", path)); have != want {
			t.Errorf("%s is %s, want %s", path, have, want)
		}
	}
	if shell := run(t, "chroot", root, "getent", "passwd", "charte"); !strings.HasSuffix(strings.TrimSpace(shell), "nologin") {
		t.Errorf("the account can log in: %s", shell)
	}
}

func install(t *testing.T, root, folder, version string) {
	t.Helper()
	run(t, "cp", filepath.Join(folder, "charte_"+version+"_amd64.deb"), filepath.Join(root, "charte.deb"))
	run(t, "chroot", root, "dpkg", "-i", "/charte.deb")
	if said := run(t, "chroot", root, "charte", "version"); !strings.HasPrefix(said, "charte "+version+" ") {
		t.Errorf("installed %s, and it says %s", version, said)
	}
}

// configure takes the settings out of their comments, as the guide says.
func configure(t *testing.T, root, address string) {
	t.Helper()
	env := read(t, root, "/etc/charte/charte.env")
	for _, name := range []string{"BASE_URL", "PORTAL", "COOKIE_DOMAIN"} {
		env = strings.Replace(env, "#CHARTE_"+name+"=", "CHARTE_"+name+"=", 1)
	}
	env = strings.NewReplacer("127.0.0.1:8080", address, "127.0.0.1:8081", freeAddress(t)).Replace(env)
	write(t, root, "/etc/charte/charte.env", env)
}

// start does what systemd would: the unit's ExecStart, account, folder and settings.
func start(t *testing.T, root, address string) (stop func()) {
	t.Helper()
	unit := read(t, root, "/usr/lib/systemd/system/charte.service")
	setting := func(name string) string {
		_, after, found := strings.Cut(unit, "\n"+name+"=")
		if !found {
			t.Fatalf("the unit has no %s", name)
		}
		value, _, _ := strings.Cut(after, "\n")
		return value
	}
	command := exec.Command("chroot", slices.Concat([]string{"--userspec=" + setting("User") + ":" + setting("Group"), root},
		strings.Fields(setting("ExecStart")))...)
	command.Env = []string{"PATH=/usr/bin:/usr/sbin"}
	for line := range strings.Lines(read(t, root, setting("EnvironmentFile"))) {
		if strings.HasPrefix(line, "CHARTE_") {
			command.Env = append(command.Env, strings.TrimSpace(line))
		}
	}
	return serve(t, address, command)
}

func choose(t *testing.T, address, form string) {
	t.Helper()
	if answer, body := ask(t, address, "/fr/choice", form); answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("a choice is answered by %s\n%s", answer.Status, body)
	}
}

// chart runs the command with the service's account and settings.
func chart(t *testing.T, root string, args ...string) string {
	t.Helper()
	return run(t, "chroot", slices.Concat([]string{root, "chartectl"}, args)...)
}

func read(t *testing.T, root, path string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, root, path, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(root, path), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
