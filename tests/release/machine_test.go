//go:build release

package release_test

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// machine is a clean Debian booted with systemd in network and process namespaces, so
// that the guides' ports are free.
type machine struct {
	t    *testing.T
	root string
	init string // process id of its systemd

	ended func() // blocks until all its processes have ended
}

// boot boots a root file system; the machine stops when the test ends.
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

// enter runs a script in the machine as root and stops at the first failing command.
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

// online runs a script in the machine with the host's network, for apt-get.
func (m machine) online(script string) string {
	m.t.Helper()
	return m.must(m.enter(nil, script))
}

func (m machine) must(out string, err error) string {
	m.t.Helper()
	if err != nil {
		journal, _ := m.enter(nil, "journalctl --no-pager --lines=40 --unit='charte*'")
		m.t.Fatalf("%v\n%s\n%s", err, out, journal)
	}
	return out
}

// until repeats a script until it succeeds.
func (m machine) until(what, script string) {
	m.t.Helper()
	var out string
	var err error
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if out, err = m.enter([]string{"-n"}, script); err == nil {
			return
		}
	}
	m.t.Fatalf("timeout after a minute; want %s: %v\n%s", what, err, out)
}

// listen opens a listener on the machine's loopback address, for a server of the test.
func (m machine) listen() net.Listener {
	m.t.Helper()
	var listener net.Listener
	var err error
	ready := make(chan struct{})
	go func() {
		defer close(ready)
		runtime.LockOSThread() // not unlocked: the thread ends with this goroutine
		var network *os.File
		if network, err = os.Open("/proc/" + m.init + "/ns/net"); err != nil {
			return
		}
		defer network.Close()
		if err = unix.Setns(int(network.Fd()), unix.CLONE_NEWNET); err == nil {
			listener, err = net.Listen("tcp", "127.0.0.1:0")
		}
	}()
	<-ready
	if err != nil {
		m.t.Fatal(err)
	}
	return listener
}

// give copies a release to where a webmaster would have downloaded it.
func (m machine) give(folder string) {
	m.t.Helper()
	run(m.t, "sh", "-c", `cp "$0"/* "$1"`, folder, filepath.Join(m.root, "root"))
}

var (
	fence = regexp.MustCompile("(?ms)^```sh( run| run machine)\n(.*?)^```$")
	apt   = regexp.MustCompile(`(?m)^apt-get .*$`)
)

// follow runs the commands of a guide in order, in one shell whose umask is that of a
// careful administrator. Packages are downloaded first, with the host's network.
func (m machine) follow(guide string) (out string) {
	m.t.Helper()
	var script strings.Builder
	for _, block := range fence.FindAllStringSubmatch(read(m.t, "../../docs", guide+".md"), -1) {
		script.WriteString(block[2])
	}
	for _, line := range apt.FindAllString(script.String(), -1) {
		m.online(line)
	}
	started := time.Now()
	out = m.run("umask 077\n" + apt.ReplaceAllString(script.String(), ":"))
	m.t.Logf("%s: %s\n%s", guide, time.Since(started).Round(time.Millisecond), out)
	return out
}
