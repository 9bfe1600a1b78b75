package pgtest

import (
	"bufio"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// bouncerSettings let every transaction of every client use any of a few connections, as
// a pooler between many services and one server does.
const bouncerSettings = `[databases]
* = host=%[1]s port=5432 user=%[2]s
[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = %[3]s
auth_type = any
pool_mode = transaction
default_pool_size = %[4]d
`

// Bouncer starts Debian's PgBouncer in transaction mode before the cluster, with a number
// of connections to each database. It returns the address of a new database through
// it at each call.
func (c *Cluster) Bouncer(t testing.TB, connections int) (newDatabase func(testing.TB) string) {
	t.Helper()
	const program = "/usr/sbin/pgbouncer"
	if _, err := os.Stat(program); err != nil {
		t.Fatal("PgBouncer is missing, and this test needs it: apt-get install pgbouncer")
	}
	dir, err := os.MkdirTemp(c.dir, "bouncer-")
	must(t, err)
	c.give(t, dir)
	settings := filepath.Join(dir, "pgbouncer.ini")
	must(t, os.WriteFile(settings, fmt.Appendf(nil, bouncerSettings, c.dir, superuser, dir, connections), 0o644))
	server := exec.Command(program, settings)
	server.Dir, server.SysProcAttr = dir, c.user
	waitUntilUp(t, server)
	return func(t testing.TB) string {
		t.Helper()
		address, err := url.Parse(c.NewDatabase(t))
		must(t, err)
		address.RawQuery = url.Values{"host": {dir}, "user": {superuser}, "port": {"6432"}}.Encode()
		return address.String()
	}
}

// waitUntilUp starts the server, which ends with the test, and returns once it accepts
// connections.
func waitUntilUp(t testing.TB, server *exec.Cmd) {
	t.Helper()
	output, err := server.StderrPipe()
	must(t, err)
	must(t, server.Start())
	t.Cleanup(func() { server.Process.Kill(); server.Wait() })
	var log strings.Builder
	for lines := bufio.NewScanner(output); lines.Scan(); {
		fmt.Fprintln(&log, lines.Text())
		if strings.Contains(lines.Text(), "process up") {
			go discard(lines) // ends with the server
			return
		}
	}
	t.Fatalf("%s did not start:\n%s", server.Path, log.String())
}

func discard(lines *bufio.Scanner) {
	for lines.Scan() {
	}
}
