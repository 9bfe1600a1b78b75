//go:build release

package release_test

import (
	"os/exec"
	"strings"
	"testing"
)

// The units in a real systemd: requests are answered through a restart, a crash and a
// reboot.
func TestUnitsServeThroughRestartCrashAndReboot(t *testing.T) {
	root := cleanRoot(t)
	install(t, root, build(t, "1.0.0"), "1.0.0")
	configure(t, root)
	m := boot(t, root)
	m.run("systemctl enable --now charte.socket charte.service")
	m.served()
	m.refuse()

	m.run("systemctl reload charte.service")
	m.run("systemctl restart charte.service")
	m.served()
	m.run("systemctl stop charte.service") // the socket still listens
	m.served()
	old := m.run("pid=$(systemctl show -P MainPID charte.service); kill -KILL $pid; echo $pid")
	m.served()
	m.until("another process serves", `systemctl is-active charte.service && test "$(systemctl show -P MainPID charte.service)" != `+strings.TrimSpace(old))

	m.end()
	m = boot(t, root)
	m.served()
	if record := m.run("chartectl verify"); !strings.Contains(record, "1 record, number 1,") {
		t.Errorf("after all this, verify says %s", record)
	}
	if log := m.run("journalctl --unit=charte.service --output=cat"); !strings.Contains(log, "Charte serves https://cookies.example.fr/") || strings.Contains(log, "203.0.113.9") {
		t.Errorf("the journal contains\n%s", log)
	}
	m.run(`systemctl stop charte.socket charte.service && echo CHARTE_PORTAL=nowhere >>/etc/charte/charte.env &&
		if systemctl start charte.service; then echo a start with a wrong setting succeeds; exit 1; fi`)
	m.run("systemctl stop charte.service && sed -i '$d' /etc/charte/charte.env && systemctl start charte.socket charte.service")
	m.served()
	m.run("dpkg --remove charte")
	if _, err := m.curl("/readyz"); err == nil {
		t.Error("the service still answers after the package was removed")
	}
}

// The restrictions of the unit, checked from inside the running service.
func TestRunningServiceIsSandboxed(t *testing.T) {
	root := cleanRoot(t)
	install(t, root, build(t, "1.0.0"), "1.0.0")
	configure(t, root)
	m := boot(t, root)
	m.run("systemctl start charte.socket charte.service")
	m.served()
	inside := func(command string) (string, error) {
		return m.enter(nil, "nsenter --mount --target $(systemctl show -P MainPID charte.service) sh -c '"+command+"'")
	}
	for _, path := range []string{"/etc/charte/content", "/usr/bin", "/var/log", "/srv"} {
		if _, err := inside("touch " + path + "/x"); err == nil {
			t.Errorf("the service can write to %s", path)
		}
	}
	if out, err := inside("touch /var/lib/charte/x && rm /var/lib/charte/x && ls -A /home /root"); err != nil || strings.Contains(out, ".bashrc") {
		t.Errorf("access to its folder and to /home: %v\n%s", err, out)
	}
	status := m.run("cat /proc/$(systemctl show -P MainPID charte.service)/status")
	for _, want := range []string{"CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2"} {
		if !strings.Contains(status, want+"\n") {
			t.Errorf("the running service has no %q:\n%s", want, status)
		}
	}
	if strings.Contains(status, "Uid:\t0\t") {
		t.Error("the service runs as root")
	}
	m.run("systemd-analyze security --no-pager --threshold=15 charte.service")
}

// end cuts the power.
func (m machine) end() {
	m.t.Helper()
	run(m.t, "kill", "-KILL", m.init)
	m.ended()
}

// curl runs curl with the host's binary in the machine's network, as the proxy would.
func (m machine) curl(path string, more ...string) (string, error) {
	args := append([]string{"-t", m.init, "-n", "curl", "-fsS", "--max-time", "60", "-H", "Host: cookies.example.fr",
		"-H", "X-Forwarded-For: 203.0.113.9", "http://127.0.0.1:8080" + path}, more...)
	out, err := exec.Command("nsenter", args...).CombinedOutput()
	return string(out), err
}

// served requests the charter, without a retry.
func (m machine) served() {
	m.t.Helper()
	if page := m.must(m.curl("/fr/")); !strings.Contains(page, `<html lang="fr"`) {
		m.t.Errorf("the charter is\n%s", page)
	}
}

func (m machine) refuse() {
	m.t.Helper()
	m.must(m.curl("/fr/choice", "-H", "Origin: https://cookies.example.fr", "-d", "decision=refuse&surface=charter&return="))
}
