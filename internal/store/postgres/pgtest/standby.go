package pgtest

import (
	"net/url"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Standby starts a synchronous standby of the cluster. It returns once every commit
// includes the standby.
func (c *Cluster) Standby(t testing.TB) *Cluster {
	t.Helper()
	s := newCluster(t)
	out, err := s.command("pg_basebackup", "--pgdata", s.data(), "--host", c.dir, "--username", superuser,
		"--write-recovery-conf", "--checkpoint", "fast", "--no-sync").CombinedOutput()
	if err != nil {
		t.Fatalf("pg_basebackup: %v\n%s", err, out)
	}
	s.Resume(t)
	t.Cleanup(func() { s.end(t, syscall.SIGQUIT) })
	conn := c.connect(t)
	defer conn.Close(t.Context())
	for _, statement := range []string{"ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"} {
		_, err := conn.Exec(t.Context(), statement)
		must(t, err)
	}
	c.await(t, "SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'")
	return s
}

// Stall stops replication to the standby and returns once a commit of the cluster is
// blocked by it; the function that it returns resumes replication.
func (c *Cluster) Stall(t testing.TB, standby *Cluster) (resume func()) {
	t.Helper()
	conn := standby.connect(t)
	defer conn.Close(t.Context())
	var receiver int
	must(t, conn.QueryRow(t.Context(), "SELECT pid FROM pg_stat_wal_receiver").Scan(&receiver))
	must(t, syscall.Kill(receiver, syscall.SIGSTOP))
	resume = func() { syscall.Kill(receiver, syscall.SIGCONT) } // it may have ended
	t.Cleanup(resume)
	c.await(t, "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
	return resume
}

// await asks the server again and again until it answers yes.
func (c *Cluster) await(t testing.TB, question string) {
	t.Helper()
	conn := c.connect(t)
	defer conn.Close(t.Context())
	for deadline := time.Now().Add(time.Minute); ; {
		var yes bool
		must(t, conn.QueryRow(t.Context(), question).Scan(&yes))
		if yes {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("for a minute the answer was no: %s", question)
		}
		_, err := conn.Exec(t.Context(), "SELECT pg_sleep(0.01)")
		must(t, err)
	}
}

// Promote promotes a standby and returns once it accepts writes.
func (c *Cluster) Promote(t testing.TB) {
	t.Helper()
	conn := c.connect(t)
	defer conn.Close(t.Context())
	var promoted bool
	must(t, conn.QueryRow(t.Context(), "SELECT pg_promote()").Scan(&promoted))
	if !promoted {
		t.Fatal("the standby was not promoted")
	}
}

// Fence makes the cluster take no more writes, as before another takes its place; its
// connections stay.
func (c *Cluster) Fence(t testing.TB) {
	t.Helper()
	conn := c.connect(t)
	defer conn.Close(t.Context())
	for _, statement := range []string{"ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()"} {
		_, err := conn.Exec(t.Context(), statement)
		must(t, err)
	}
}

// Either is the address of a new database at whichever of two clusters takes writes.
func (c *Cluster) Either(t testing.TB, other *Cluster) string {
	t.Helper()
	address, err := url.Parse(c.NewDatabase(t))
	must(t, err)
	address.RawQuery = url.Values{
		"host": {c.dir + "," + other.dir}, "port": {"5432,5432"}, "user": {superuser}, "target_session_attrs": {"read-write"},
	}.Encode()
	return address.String()
}

func (c *Cluster) connect(t testing.TB) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.address("postgres"))
	must(t, err)
	return conn
}
