//go:build release

package release_test

import (
	"bufio"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// machine is a clean Debian that its own systemd has booted, with a network of its
// own: ports are those of the guides.
type machine struct {
	t    *testing.T
	root string
	init string // the process id of its systemd

	ended func() // waits until nothing of it runs
}

// boot boots a root; the machine ends with the test.
func boot(t *testing.T, root string) machine {
	t.Helper()
	command := exec.Command("../../tools/boot.sh", root)
	out, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	ended := sync.OnceFunc(func() { command.Wait() })
	t.Cleanup(func() {
		command.Process.Signal(syscall.SIGTERM)
		ended()
	})
	init, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the machine did not boot: %v", err)
	}
	m := machine{t: t, root: root, init: strings.TrimSpace(init), ended: ended}
	m.until("systemd has started everything", "systemctl is-system-running")
	return m
}

// enter runs a script in the machine as root would type it, up to its first failure.
func (m machine) enter(spaces []string, script string) (string, error) {
	args := slices.Concat([]string{"-t", m.init, "-m", "-u", "-i", "-p", "-C"}, spaces,
		[]string{"env", "-i", "HOME=/root", "LANG=C.UTF-8", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "bash", "-euo", "pipefail", "-c", "cd; " + script})
	out, err := exec.Command("nsenter", args...).CombinedOutput()
	return string(out), err
}

func (m machine) run(script string) string {
	m.t.Helper()
	return m.must(m.enter([]string{"-n"}, script))
}

// online runs a script with the network of the machine outside, for apt-get.
func (m machine) online(script string) string {
	m.t.Helper()
	return m.must(m.enter(nil, script))
}

func (m machine) must(said string, err error) string {
	m.t.Helper()
	if err != nil {
		journal, _ := m.enter(nil, "journalctl --no-pager --lines=40 --unit='charte*'")
		m.t.Fatalf("%v\n%s\n%s", err, said, journal)
	}
	return said
}

// until waits for a script to succeed.
func (m machine) until(what, script string) {
	m.t.Helper()
	var said string
	var err error
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if said, err = m.enter([]string{"-n"}, script); err == nil {
			return
		}
	}
	m.t.Fatalf("after a minute it is not so that %s: %v\n%s", what, err, said)
}

// give lays the files of a release where a webmaster would have downloaded them.
func (m machine) give(folder string) {
	m.t.Helper()
	run(m.t, "sh", "-c", `cp "$0"/* "$1"`, folder, filepath.Join(m.root, "root"))
}

var (
	fence = regexp.MustCompile("(?ms)^```sh( run| run machine)\n(.*?)^```$")
	apt   = regexp.MustCompile(`(?m)^apt-get .*$`)
)

// follow types what a guide says, block after block, in one shell's order. What is
// installed is fetched first, on the network outside.
func (m machine) follow(guide string) (said string) {
	m.t.Helper()
	var script strings.Builder
	for _, block := range fence.FindAllStringSubmatch(read(m.t, "../../docs", guide+".md"), -1) {
		script.WriteString(block[2])
	}
	for _, line := range apt.FindAllString(script.String(), -1) {
		m.online(line)
	}
	started := time.Now()
	said = m.run(apt.ReplaceAllString(script.String(), ":"))
	m.t.Logf("%s: %s\n%s", guide, time.Since(started).Round(time.Millisecond), said)
	return said
}
