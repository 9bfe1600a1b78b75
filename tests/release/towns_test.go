//go:build release

package release_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"charte/tests/tsa"
)

// Two towns on one machine, typed as the guide prints it: each answers for its own host
// over https, records in its own registry, mails its own status and has its record
// time-stamped by its timer. A purge of the package ends the timers and leaves the
// settings.
func TestTwoTownsShareAMachine(t *testing.T) {
	root, towns := cleanRoot(t), []string{"lamballe", "quintin"}
	m := bootForTowns(t, root, towns)
	for i, town := range towns {
		m.run("umask 077\n" + strings.NewReplacer("lamballe", town, "Lamballe", "Ville de "+town).Replace(section(t, "plusieurs-instances", "Plusieurs communes sur une machine")))
		m.until("the charter of "+town, "curl -fsS https://cookies.data."+town+".fr/fr/ | grep 'Ville de "+town+"'") // nginx reloads in the background
		for range i + 1 {
			// A worker of nginx from before the reload, without this host, may still answer once.
			m.run("curl -fsS --retry 9 --retry-all-errors --retry-delay 1 -H 'Origin: https://cookies.data." + town + ".fr' -d 'decision=refuse&surface=charter&return=' https://cookies.data." + town + ".fr/fr/choice")
		}
	}
	for i, town := range towns {
		m.until("the records of "+town, fmt.Sprintf("chartectl --site %s verify | grep -F '%s,'", town, []string{"1 record, number 1", "2 records, 1 to 2"}[i]))
		m.mailsItsStatus(town)
	}
	m.asksForStamps(tsa.On(t, m.listen(), time.Now().AddDate(1, 0, 0)))
	for i, town := range towns {
		m.isStampedByItsTimer(town, i+1)
	}
	for _, folder := range []string{"/var/lib/charte", "/var/lib/charte/quintin", "/etc/charte/lamballe", "/etc/charte/quintin"} {
		if _, err := m.enter(nil, "nsenter --mount --target $(systemctl show -P MainPID charte@lamballe.service) touch "+folder+"/x"); err == nil {
			t.Errorf("the service of lamballe can write to %s", folder)
		}
	}
	m.run("dpkg --purge charte")
	if timers := m.run("systemctl list-units --all --plain --no-legend 'charte*.timer'; ls /etc/systemd/system/timers.target.wants"); strings.Contains(timers, "charte") {
		t.Errorf("after the purge there are timers:\n%s", timers)
	}
	m.run(" test -e /etc/charte/lamballe.env && test -e /etc/charte/quintin/charter.md && test -e /var/lib/charte/quintin/charte.db && test ! -e /etc/charte/charte.env")
}

// asksForStamps writes the settings of the guide for time stamps, as an administrator does
// whose files nobody else can read.
func (m machine) asksForStamps(authority *tsa.Authority) {
	m.t.Helper()
	certificates := read(m.t, "/", authority.Certificates)
	m.run("umask 077; echo '" + certificates + "' >/etc/charte/stamp-authority.pem; mkdir -m 755 /etc/systemd/system/charte-stamp@.timer.d")
	write(m.t, m.root, "/etc/charte/stamp.env", "STAMP_URL="+authority.URL+"\nSTAMP_CA=/etc/charte/stamp-authority.pem\n")
	// Without a delay of up to six hours.
	write(m.t, m.root, "/etc/systemd/system/charte-stamp@.timer.d/now.conf", "[Timer]\nRandomizedDelaySec=0\n")
	m.run("systemctl daemon-reload")
}

// isStampedByItsTimer types the commands of the guide for a town, except the one that does
// not wait for the timer, on a machine that was off when it was due: verify and status see
// the stamp.
func (m machine) isStampedByItsTimer(town string, records int) {
	m.t.Helper()
	m.run("mkdir -p /var/lib/systemd/timers && touch -d '2 days ago' /var/lib/systemd/timers/stamp-charte-stamp@" + town + ".timer")
	_, guide, _ := strings.Cut(read(m.t, "../../docs/fr", "repondre-a-la-cnil.md"), "\nSTAMP_CA=/etc/charte/stamp-authority.pem\n```\n\n```sh\napt-get install openssl curl\n")
	guide, now, _ := strings.Cut(guide, "systemctl start ")
	if !strings.HasPrefix(now, "charte-stamp.service\n```") {
		m.t.Fatalf("the guide changed:\n%.200s", guide)
	}
	m.run(strings.ReplaceAll(guide, "charte-stamp.timer", "charte-stamp@"+town+".timer"))
	for command, want := range map[string]string{
		"verify": fmt.Sprintf(`Time stamps that agree with the record: 1 of 1\.\nThe last one, .* is of record %d `, records),
		"status": fmt.Sprintf(`ok +time stamp +of .*, record %d\n`, records),
	} {
		// status fails if anything else needs attention.
		m.until("the time stamp of "+town+" in "+command, fmt.Sprintf("(chartectl --site %s %s || true) | grep -Pzo '%s'", town, command, want))
	}
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
	m.online("export DEBIAN_FRONTEND=noninteractive; apt-get update && apt-get install --no-install-recommends ./charte_*_amd64.deb nginx-light curl openssl ca-certificates dma")
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
