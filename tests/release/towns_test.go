//go:build release

package release_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// Two towns on one machine, typed as the guide prints it: each answers for its own host
// over https, records in its own registry and mails its own status. A purge of the
// package leaves their settings.
func TestTwoTownsShareAMachine(t *testing.T) {
	root, towns := cleanRoot(t), []string{"lamballe", "quintin"}
	m := bootForTowns(t, root, towns)
	for i, town := range towns {
		m.run("umask 077\n" + strings.NewReplacer("lamballe", town, "Lamballe", "Ville de "+town).Replace(section(t, "plusieurs-instances", "Plusieurs communes sur une machine")))
		m.until("the charter of "+town, "curl -fsS https://cookies.data."+town+".fr/fr/ | grep 'Ville de "+town+"'") // nginx reloads in the background
		for range i + 1 {
			m.run("curl -fsS -H 'Origin: https://cookies.data." + town + ".fr' -d 'decision=refuse&surface=charter&return=' https://cookies.data." + town + ".fr/fr/choice")
		}
	}
	for i, town := range towns {
		m.until("the records of "+town, fmt.Sprintf("chartectl --site %s verify | grep -F '%d records, 1 to %d,'", town, i+1, i+1))
		m.mailsItsStatus(town)
	}
	for _, folder := range []string{"/var/lib/charte", "/var/lib/charte/quintin", "/etc/charte/lamballe", "/etc/charte/quintin"} {
		if _, err := m.enter(nil, "nsenter --mount --target $(systemctl show -P MainPID charte@lamballe.service) touch "+folder+"/x"); err == nil {
			t.Errorf("the service of lamballe can write to %s", folder)
		}
	}
	m.run("dpkg --purge charte && test -e /etc/charte/lamballe.env && test -e /etc/charte/quintin/charter.md && test -e /var/lib/charte/quintin/charte.db && test ! -e /etc/charte/charte.env")
}

// bootForTowns boots a machine with the package, nginx, a mail server and a certificate for
// each town.
func bootForTowns(t *testing.T, root string, towns []string) machine {
	t.Helper()
	folder, hosts := build(t, "1.0.0"), "127.0.0.1 localhost"
	write(t, root, "/etc/apt/apt.conf.d/90yes", `APT::Get::Assume-Yes "true"; Dpkg::Use-Pty "false"; quiet "2";`)
	for _, town := range towns {
		host := "cookies.data." + town + ".fr"
		live, trusted := filepath.Join(root, "etc/letsencrypt/live", host), filepath.Join(root, "usr/local/share/ca-certificates")
		run(t, "mkdir", "-p", live, trusted)
		certify(t, live, "DNS:"+host)
		run(t, "cp", filepath.Join(live, "fullchain.pem"), filepath.Join(trusted, town+".crt"))
		hosts += " " + host
	}
	write(t, root, "/etc/hosts", hosts+"\n")
	m := boot(t, root)
	m.give(folder)
	m.online("export DEBIAN_FRONTEND=noninteractive; apt-get update && apt-get install --no-install-recommends ./charte_*_amd64.deb nginx-light curl ca-certificates dma")
	return m
}

// mailsItsStatus runs the job of the timer once: the screen is in the mailbox of MAILTO.
func (m machine) mailsItsStatus(town string) {
	m.t.Helper()
	// A page without the kit needs attention, so that a mail is sent on each day.
	m.run("useradd " + town + "-mail && printf 'MAILTO=" + town + "-mail\\nCHARTE_PORTAL_PAGE=https://cookies.data." + town + ".fr/fr/\\n' >>/etc/charte/" + town + ".env")
	m.run("systemctl enable --now charte-status@" + town + ".timer")
	m.enter(nil, "systemctl start charte-status@"+town+".service") // fails if something needs attention
	m.until("the mail", "test -s /var/mail/"+town+"-mail")
	mail := m.run("cat /var/mail/" + town + "-mail")
	for _, want := range []string{"Subject: charte " + town + ", ", ": needs attention", "/var/lib/charte/" + town + "/charte.db", "ATTENTION  portal"} {
		if !strings.Contains(mail, want) {
			m.t.Errorf("the mail of %s lacks %q:\n%s", town, want, mail)
		}
	}
}
