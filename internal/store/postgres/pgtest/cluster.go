package pgtest

import (
	"bufio"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

const (
	superuser = "charte"
	ready     = "database system is ready to accept" // "read-only" where it follows another
	// starts is how often a start is tried: after a Kill the orphaned processes
	// of the old server keep its memory for a moment.
	starts = 200
)

// Cluster is a PostgreSQL server that belongs to one test.
type Cluster struct {
	bin, dir  string
	user      *syscall.SysProcAttr
	server    *exec.Cmd
	databases atomic.Int64
}

// Start makes a cluster and starts it; it ends with the test.
func Start(t testing.TB) *Cluster {
	t.Helper()
	return StartOn(t, func(string) {})
}

// StartOn is Start with a data folder that mount puts on a disk of the test's own.
func StartOn(t testing.TB, mount func(folder string)) *Cluster {
	t.Helper()
	c := newCluster(t)
	must(t, os.Mkdir(c.data(), 0o700))
	mount(c.data())
	c.give(t, c.data())
	out, err := c.command("initdb", "--pgdata", c.data(), "--username", superuser, "--auth", "trust",
		"--encoding", "UTF8", "--locale", "C", "--no-sync").CombinedOutput()
	if err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	c.Resume(t)
	t.Cleanup(func() { c.end(t, syscall.SIGQUIT) }) // at once: nothing of it is needed
	return c
}

// newCluster makes the folder of a cluster, and nothing in it.
func newCluster(t testing.TB) *Cluster {
	t.Helper()
	if testing.Short() {
		t.Skip("needs PostgreSQL")
	}
	c := &Cluster{bin: programs(t), user: unprivileged(t)}
	// Not t.TempDir: a socket's path has room for about 100 bytes only.
	dir, err := os.MkdirTemp("", "charte-pg-")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	c.dir = dir
	c.give(t, dir)
	return c
}

// give makes a folder the server's own.
func (c *Cluster) give(t testing.TB, folder string) {
	t.Helper()
	if credential := c.user.Credential; credential != nil {
		must(t, os.Chown(folder, int(credential.Uid), int(credential.Gid)))
	}
}

// Resume starts the server again after a [Cluster.Kill], and returns when it
// answers.
func (c *Cluster) Resume(t testing.TB) {
	t.Helper()
	var log string
	for range starts {
		var up bool
		if log, up = c.start(t); up {
			return
		}
	}
	t.Fatalf("postgres did not start:\n%s", log)
}

// Revive starts the server again if it has ended by itself, as one without room for
// its log does.
func (c *Cluster) Revive(t testing.TB) {
	t.Helper()
	if conn, err := pgx.Connect(t.Context(), c.address("postgres")); err == nil {
		conn.Close(t.Context())
		return
	}
	c.end(t, os.Kill)
	c.Resume(t)
}

// start returns once the server answers, or with its log when it gave up.
func (c *Cluster) start(t testing.TB) (log string, up bool) {
	t.Helper()
	server := c.command("postgres", "-D", c.data(), "-k", c.dir, "-c", "listen_addresses=", "-c", "max_connections=50")
	output, err := server.StderrPipe()
	must(t, err)
	must(t, server.Start())
	var lines strings.Builder
	for scanner := bufio.NewScanner(output); scanner.Scan(); {
		fmt.Fprintln(&lines, scanner.Text())
		if strings.Contains(scanner.Text(), ready) {
			c.server = server
			go io.Copy(io.Discard, output) // ends with the server
			return lines.String(), true
		}
	}
	server.Wait()
	return lines.String(), false
}

// Kill ends the server as a power cut would: at once, with nothing written. Its
// backends go with it: one that outlived it for a moment could still commit.
func (c *Cluster) Kill(t testing.TB) {
	t.Helper()
	backends := children(t, c.server.Process.Pid)
	c.end(t, os.Kill)
	for _, pid := range backends {
		syscall.Kill(pid, syscall.SIGKILL) // it may have ended by itself
	}
}

// children lists the processes that a process has started.
func children(t testing.TB, pid int) (pids []int) {
	t.Helper()
	list, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	must(t, err)
	for word := range strings.FieldsSeq(string(list)) {
		child, err := strconv.Atoi(word)
		must(t, err)
		pids = append(pids, child)
	}
	return pids
}

func (c *Cluster) end(t testing.TB, signal os.Signal) {
	t.Helper()
	if c.server == nil {
		return
	}
	must(t, c.server.Process.Signal(signal))
	c.server.Wait() // its error only repeats the signal
	c.server = nil
}

// NewDatabase makes an empty database and returns its address.
func (c *Cluster) NewDatabase(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test%d", c.databases.Add(1))
	conn := c.connect(t)
	defer conn.Close(t.Context())
	_, err := conn.Exec(t.Context(), "CREATE DATABASE "+name)
	must(t, err)
	return c.address(name)
}

// Socket returns the path of the Unix socket, for a proxy in front of the server.
func (c *Cluster) Socket() string { return filepath.Join(c.dir, ".s.PGSQL.5432") }

func (c *Cluster) address(database string) string {
	return "postgres:///" + database + "?" + url.Values{"host": {c.dir}, "user": {superuser}, "port": {"5432"}}.Encode()
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

func (c *Cluster) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, program), args...)
	cmd.Dir, cmd.Env, cmd.SysProcAttr = c.dir, []string{"LC_ALL=C", "TZ=UTC"}, c.user
	return cmd
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
