//go:build release

package release_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The commands of the French guides, on a clean Debian with systemd: from the package to
// an inspection and the upgrade. The time that the machine needs is logged.
func TestFrenchGuidesFromACleanMachineToTheUpgrade(t *testing.T) {
	older, newer, root := build(t, "1.0.0"), build(t, "1.1.0"), cleanRoot(t)
	prepare(t, root)
	m := boot(t, root)
	m.give(older)
	m.online("apt-get update && apt-get install curl") // for the checks below
	started := time.Now()
	m.follow("fr/installer")
	m.until("the banner of the webmaster over https, by IPv4 and IPv6", `for v in 4 6; do curl -$v -fsS https://cookies.example.fr/fr/choice | grep -q 'Port-Lanval Agglomération'; done`)
	t.Logf("from the package to a banner over https: %s", time.Since(started).Round(time.Second))
	if out := m.run("curl -fsS https://cookies.example.fr/fr/"); !strings.Contains(out, "<title>Charte cookies – Port-Lanval Agglomération") {
		t.Errorf("the charter is not the webmaster's:\n%s", out)
	}
	m.run(choices)
	for _, guide := range []string{"fr/ecrire-la-charte", "fr/integrer-dans-opendatasoft", "fr/repondre-a-la-cnil", "fr/sauvegarder"} {
		m.follow(guide)
	}
	settings, record := m.run(operatorFiles), m.run("chartectl verify")
	if !strings.Contains(record, "2 records") {
		t.Errorf("after two choices, verify says %q", record)
	}
	m.give(newer)
	if out := m.follow("fr/mettre-a-jour"); !strings.Contains(out, "charte 1.1.0 ") || !strings.Contains(out, record) {
		t.Errorf("after the upgrade: %s", out)
	}
	if m.run(operatorFiles) != settings {
		t.Error("the upgrade changed settings or charter")
	}
}

// operatorFiles prints everything that the operator owns.
const operatorFiles = "cat /etc/charte/charte.env $(find /etc/charte/content -type f | sort)"

// A backup is restored on another machine, where the account has another uid.
func TestBackupIsRestoredOnAnotherMachine(t *testing.T) {
	folder, first, second := build(t, "1.0.0"), cleanRoot(t), cleanRoot(t)
	install(t, first, folder, "1.0.0")
	run(t, "chroot", second, "useradd", "--system", "somebody")
	install(t, second, folder, "1.0.0")
	for _, root := range []string{first, second} {
		configure(t, root)
	}
	old := boot(t, first)
	old.run("systemctl start charte.socket charte.service")
	old.refuse()
	old.run(section(t, "sauvegarder", "Sauvegarder"))
	run(t, "cp", "-a", filepath.Join(first, "var/backups/charte"), filepath.Join(second, "var/backups/charte"))
	m := boot(t, second)
	if out := m.run(section(t, "sauvegarder", "Restaurer")); !strings.Contains(out, "1 record, number 1,") {
		t.Errorf("what was restored: %s", out)
	}
	m.refuse()
	m.until("the restored record goes on", "chartectl verify | grep -F ' 2 records, 1 to 2,'")
}

// section returns the commands in one section of a guide.
func section(t *testing.T, guide, title string) string {
	t.Helper()
	_, text, found := strings.Cut(read(t, "../../docs/fr", guide+".md"), "\n## "+title+"\n")
	if !found {
		t.Fatalf("%s.md has no section %s", guide, title)
	}
	text, _, _ = strings.Cut(text, "\n## ")
	var script strings.Builder
	for _, block := range fence.FindAllStringSubmatch(text, -1) {
		script.WriteString(block[2])
	}
	return script.String()
}

// prepare sets up what the guide requires: host names and a certificate. It makes
// apt-get non-interactive, and leaves out documentation as small images do.
func prepare(t *testing.T, root string) {
	t.Helper()
	write(t, root, "/etc/hosts", "127.0.0.1 localhost cookies.example.fr data.example.fr\n::1 localhost cookies.example.fr data.example.fr\n")
	write(t, root, "/etc/dpkg/dpkg.cfg.d/90small", "path-exclude=/usr/share/doc/*\n")
	write(t, root, "/etc/apt/apt.conf.d/90yes", `APT::Get::Assume-Yes "true"; Dpkg::Use-Pty "false"; quiet "2";`)
	live := filepath.Join(root, "etc/letsencrypt/live/cookies.example.fr")
	trusted := filepath.Join(root, "usr/local/share/ca-certificates")
	run(t, "mkdir", "-p", live, trusted)
	certify(t, live, "DNS:cookies.example.fr")
	run(t, "cp", filepath.Join(live, "fullchain.pem"), filepath.Join(trusted, "trial.crt"))
}

// certify creates a self-signed certificate: privkey.pem and fullchain.pem.
func certify(t *testing.T, folder, name string) {
	t.Helper()
	run(t, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=trial",
		"-addext", "subjectAltName="+name, "-keyout", filepath.Join(folder, "privkey.pem"), "-out", filepath.Join(folder, "fullchain.pem"))
}

// choices posts a refusal and an acceptance over https.
const choices = `
ask() { curl -fsS -H 'Origin: https://cookies.example.fr' "$@"; }
text=$(ask https://cookies.example.fr/fr/ | sed -n 's/.*name="text" value="\([0-9a-f]*\)".*/\1/p' | head -1)
ask -d "decision=refuse&surface=charter&return=&text=$text" https://cookies.example.fr/fr/choice
ask -d "decision=accept&surface=charter&return=&text=$text" https://cookies.example.fr/fr/choice
`
