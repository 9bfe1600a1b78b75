//go:build release

package release_test

import (
	"strings"
	"testing"
)

// With the socket enabled, a start that fails leaves no visitor waiting.
func TestFailedStartAnswersVisitorsAtOnce(t *testing.T) {
	root := cleanRoot(t)
	install(t, root, build(t, "1.0.0"), "1.0.0")
	configure(t, root)
	m := boot(t, root)
	m.run("systemctl enable --now charte.socket charte.service")
	m.served()

	m.run("echo CHARTE_PORTAL=nowhere >>/etc/charte/charte.env")
	m.refusesToStart("78")
	m.reportedOnce("--portal")
	m.run("sed -i '$d' /etc/charte/charte.env")
	m.startsWithItsSocket()

	m.run("mkdir /run/systemd/system/charte.service.d && echo '[Service]\nReadWritePaths=/nowhere' >/run/systemd/system/charte.service.d/lxc.conf && systemctl daemon-reload")
	m.refusesToStart("226")
	m.run("journalctl --unit=charte.service | grep -F status=226/NAMESPACE") // as the guide has it
	m.run("rm -r /run/systemd/system/charte.service.d && systemctl daemon-reload")
	m.startsWithItsSocket()

	m.run("echo CHARTE_REGISTRY=sqlite:/var/lib/charte/later/charte.db >>/etc/charte/charte.env && systemctl --no-block restart charte.service")
	m.until("the reason is logged", "journalctl --unit=charte.service | grep -F later/charte.db")
	if status, err := m.curl("/fr/", "--no-fail", "--max-time", "5", "-o", "/dev/null", "-w", "%{http_code}"); err != nil || status != "503" {
		t.Errorf("while the service cannot start, a visitor gets %q, %v", status, err)
	}
	m.reportedOnce("later/charte.db")
	m.run("install -d -o charte -g charte /var/lib/charte/later")
	m.until("the service starts by itself", "systemctl is-active charte.service")
	m.served()
}

// refusesToStart restarts the service, which must fail with a status, once, and close
// its address.
func (m machine) refusesToStart(status string) {
	m.t.Helper()
	m.run("if systemctl restart charte.service; then exit 1; fi")
	m.until("the socket is closed", "test $(systemctl is-active charte.socket) = inactive")
	for range 3 {
		if out, err := m.curl("/fr/", "--max-time", "5"); err == nil || !strings.Contains(out, "Couldn't connect") {
			m.t.Errorf("status %s: a visitor gets %q, %v", status, out, err)
		}
	}
	if have := strings.TrimSpace(m.run("systemctl show -P ExecMainStatus charte.service; systemctl show -P NRestarts charte.service")); have != status+"\n0" {
		m.t.Errorf("exit status and restarts are %q, want %s and 0", have, status)
	}
}

// reportedOnce fails unless the journal contains one line of charte with the words.
func (m machine) reportedOnce(words string) {
	m.t.Helper()
	log := m.run("journalctl --unit=charte.service --output=cat")
	n := 0
	for line := range strings.Lines(log) {
		if strings.HasPrefix(line, "charte: ") && strings.Contains(line, words) {
			n++
		}
	}
	if n != 1 {
		m.t.Errorf("%q is reported %d times:\n%s", words, n, log)
	}
}

// startsWithItsSocket starts the service alone; its socket must listen again.
func (m machine) startsWithItsSocket() {
	m.t.Helper()
	m.run("systemctl start charte.service && systemctl is-active charte.socket")
	m.served()
	m.run("systemctl stop charte.service")
	m.served() // the socket starts the service
}
