//go:build release

package release_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An upgrade asks no question, drops no request and changes neither settings, charter
// nor record; even a purge of the package leaves the record.
func TestUpgradeUnderLoadDropsNoVisitorAndNoRecord(t *testing.T) {
	older, newer, root := build(t, "1.0.0"), build(t, "1.1.0"), cleanRoot(t)
	install(t, root, older, "1.0.0")
	configure(t, root)
	own := strings.ReplaceAll(read(t, root, "/etc/charte/content/charter.md"), "Saint-Malo Agglomération", "Port-Lanval Agglomération")
	write(t, root, "/etc/charte/content/charter.md", own)
	env := read(t, root, "/etc/charte/charte.env")
	m := boot(t, root)
	m.run("systemctl enable --now charte.socket charte.service")
	m.refuse()
	if page := m.must(m.curl("/fr/")); !strings.Contains(page, "Port-Lanval Agglomération") {
		t.Error("the page is not that of the charter in /etc/charte/content")
	}
	record := m.run("chartectl verify")
	if !strings.Contains(record, "1 record, number 1,") {
		t.Errorf("after a choice, verify says %q", record)
	}

	upgraded := make(chan struct{})
	failures := make(chan error, 1)
	go func() {
		defer close(failures)
		for asked := 0; ; asked++ {
			select {
			case <-upgraded:
				if asked > 10 {
					return
				}
			default:
			}
			if out, err := m.curl("/fr/"); err != nil {
				failures <- fmt.Errorf("%w: %s", err, out)
				return
			}
		}
	}()
	m.give(newer)
	m.run("dpkg -i charte_1.1.0_amd64.deb </dev/null")
	close(upgraded)
	if err := <-failures; err != nil {
		t.Errorf("a request failed during the upgrade: %v", err)
	}
	if read(t, root, "/etc/charte/charte.env") != env || read(t, root, "/etc/charte/content/charter.md") != own {
		t.Error("the upgrade changed settings or charter")
	}
	if out := m.run("chartectl verify; readlink /proc/$(systemctl show -P MainPID charte.service)/exe; dpkg-query -W -f '${Conffiles}' charte"); out != record+"/usr/bin/charte\n" {
		t.Errorf("after the upgrade the record, the program that runs, and the files that dpkg would ask about: %q", out)
	}
	m.refuse()
	m.until("the new version goes on with the record", "chartectl verify | grep -F ' 2 records, 1 to 2,'")
	m.run("dpkg --purge charte && test ! -e /etc/charte/charte.env && test -e /var/lib/charte/charte.db && test -e /etc/charte/content/charter.md")
}

// The files of the package and their permissions.
func TestOnlyTheServiceAccountCanReadTheRecord(t *testing.T) {
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
	if out := run(t, "chroot", root, "charte", "version"); !strings.HasPrefix(out, "charte "+version+" ") {
		t.Errorf("installed %s, but charte version prints %s", version, out)
	}
}

// configure uncomments the settings and writes a charter that matches them.
func configure(t *testing.T, root string) {
	t.Helper()
	env := read(t, root, "/etc/charte/charte.env")
	for _, name := range []string{"BASE_URL", "PORTAL", "COOKIE_DOMAIN"} {
		env = strings.Replace(env, "#CHARTE_"+name+"=", "CHARTE_"+name+"=", 1)
	}
	write(t, root, "/etc/charte/charte.env", env)
	charter := read(t, root, "/usr/share/doc/charte/examples/charter.md")
	write(t, root, "/etc/charte/content/charter.md", strings.ReplaceAll(charter, "https://data.stmalo-agglomeration.fr", "https://data.example.fr"))
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
