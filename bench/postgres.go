package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// pgbenchInsert inserts a row of the size of a record.
const pgbenchInsert = `INSERT INTO rows (at, decision, choice, scope, text, language, portal, previous, hash) VALUES (now(), 'refuse', 'first_party=false statistics=false third_party=false', md5('s') || md5('s'), md5('t') || md5('t'), 'fr', 'https://donnees.ville.example', md5('p') || md5('p'), md5('h') || md5('h'));
`

const pgbenchTable = `CREATE TABLE rows (id bigserial PRIMARY KEY, at timestamptz, decision text, choice text, scope text, text text, language text, portal text, previous text, hash text)`

// cluster is a PostgreSQL server with its defaults, on both cores.
type cluster struct {
	bin, dir, address string
	server            *exec.Cmd
}

func (s *suite) cluster(ctx context.Context) (*cluster, error) {
	bins, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil || len(bins) == 0 {
		return nil, fmt.Errorf("no PostgreSQL: %v", err)
	}
	c := &cluster{bin: bins[len(bins)-1], dir: s.file("pg")}
	if err := os.Mkdir(c.dir, 0o700); err != nil {
		return nil, err
	}
	if owner, err := user.Lookup("postgres"); err == nil && os.Getuid() == 0 {
		uid, _ := strconv.Atoi(owner.Uid)
		gid, _ := strconv.Atoi(owner.Gid)
		if err := os.Chmod(s.dir, 0o755); err != nil {
			return nil, err
		}
		if err := os.Chown(c.dir, uid, gid); err != nil {
			return nil, err
		}
	}
	if out, err := c.command(ctx, "initdb", "-D", c.dir, "-U", "postgres", "--auth=trust", "--locale=C", "--encoding=UTF8").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	if c.address, err = freeAddress(); err != nil {
		return nil, err
	}
	host, port, _ := net.SplitHostPort(c.address)
	c.server = c.command(ctx, "postgres", "-D", c.dir, "-h", host, "-p", port, "-k", c.dir)
	if err := c.server.Start(); err != nil {
		return nil, err
	}
	for range 100 {
		time.Sleep(100 * time.Millisecond)
		if c.command(ctx, "pg_isready", "-q", "-h", host, "-p", port).Run() == nil {
			return c, nil
		}
	}
	return nil, fmt.Errorf("PostgreSQL did not start in %s", c.dir)
}

// command runs a program as the postgres user if this process is root, because
// PostgreSQL refuses to run as root.
func (c *cluster) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	run := exec.CommandContext(ctx, filepath.Join(c.bin, name), args...)
	run.Dir = "/"
	if owner, err := user.Lookup("postgres"); err == nil && os.Getuid() == 0 {
		uid, _ := strconv.ParseUint(owner.Uid, 10, 32)
		gid, _ := strconv.ParseUint(owner.Gid, 10, 32)
		run.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
	return run
}

func (c *cluster) stop() error {
	if err := c.server.Process.Signal(syscall.SIGINT); err != nil {
		return err
	}
	c.server.Wait() // reports the signal
	return nil
}

func (c *cluster) sql(ctx context.Context, text string) error {
	host, port, _ := net.SplitHostPort(c.address)
	out, err := c.command(ctx, "psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", host, "-p", port, "-U", "postgres", "-c", text).CombinedOutput()
	if err != nil {
		return fmt.Errorf("psql: %w\n%s", err, out)
	}
	return nil
}

// insert runs one round of pgbench with 64 clients: at full speed, or at a fixed rate
// to measure the 99th percentile.
func (c *cluster) insert(ctx context.Context, script string, seconds int, rate float64) (result, error) {
	host, port, _ := net.SplitHostPort(c.address)
	args := []string{"-n", "-c", strconv.Itoa(connections), "-j", "1", "-T", strconv.Itoa(seconds), "-f", script, "-h", host, "-p", port, "-U", "postgres"}
	prefix := filepath.Join(c.dir, "latency")
	if rate > 0 {
		args = append(args, "-R", strconv.FormatFloat(rate, 'f', 0, 64), "--log", "--log-prefix", prefix)
	}
	out, err := c.command(ctx, "pgbench", append(args, "postgres")...).CombinedOutput()
	if err != nil {
		return result{}, fmt.Errorf("pgbench: %w\n%s", err, out)
	}
	r := result{rate: number(tpsPattern, out)}
	if rate > 0 {
		r.p99, err = slowest(prefix)
	}
	return r, err
}

// slowest returns the 99th percentile of the latencies in pgbench's logs: the third
// field of each line, in microseconds.
func slowest(prefix string) (time.Duration, error) {
	files, err := filepath.Glob(prefix + ".*")
	if err != nil {
		return 0, err
	}
	var all []int
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		for line := range strings.Lines(string(text)) {
			if words := strings.Fields(line); len(words) > 2 {
				us, _ := strconv.Atoi(words[2])
				all = append(all, us)
			}
		}
	}
	if len(all) == 0 {
		return 0, fmt.Errorf("pgbench logged nothing in %s", prefix)
	}
	slices.Sort(all)
	return time.Duration(all[len(all)*99/100]) * time.Microsecond, nil
}
