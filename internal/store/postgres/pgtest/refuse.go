package pgtest

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ShutDown asks the server to end once its clients have left, and keeps a client until the
// test ends. It returns once the server refuses connections.
func (c *Cluster) ShutDown(t testing.TB) {
	t.Helper()
	client := c.connect(t)
	t.Cleanup(func() { client.Close(t.Context()) })
	must(t, c.server.Process.Signal(syscall.SIGTERM))
	c.awaitRefusal(t)
}

// HoldStart restarts the server so that it never completes its start: it replays the log
// of a server that does not exist, and accepts no client meanwhile. It returns once the
// server refuses connections.
func (c *Cluster) HoldStart(t testing.TB) {
	t.Helper()
	c.end(t, syscall.SIGINT)
	must(t, os.WriteFile(filepath.Join(c.data(), "standby.signal"), nil, 0o644))
	c.server = c.command("postgres", "-D", c.data(), "-k", c.dir, "-c", "listen_addresses=", "-c", "hot_standby=off")
	must(t, c.server.Start())
	c.awaitRefusal(t)
}

// awaitRefusal connects until the server answers that no client can connect now.
func (c *Cluster) awaitRefusal(t testing.TB) {
	t.Helper()
	var err error
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		var conn *pgx.Conn
		if conn, err = pgx.Connect(t.Context(), c.address("postgres")); err == nil {
			conn.Close(t.Context())
		}
		if refused := (*pgconn.PgError)(nil); errors.As(err, &refused) && refused.Code == "57P03" {
			return
		}
	}
	t.Fatalf("for a minute the server did not refuse connections: %v", err)
}
