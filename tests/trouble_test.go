package tests

import (
	"crypto/tls"
	"database/sql"
	"net"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"charte/internal/command"
	"charte/internal/store/postgres/pgtest"
)

// explains fails unless the program, started with args, prints two lines: the place, once,
// with what happened, and what to do.
func explains(t *testing.T, place, what, do string, args ...string) {
	t.Helper()
	args = append([]string{"--listen", "localhost:0", "--admin", "off", "--portal", portalOrigin}, args...)
	_, _, err := output(t, nil, args...)
	var printed safeBuffer
	if err != nil {
		command.PrintError(&printed, nil, err)
	}
	explained(t, place, what, do, printed.String())
}

func explained(t *testing.T, place, what, do, printed string) {
	t.Helper()
	if lines := strings.Split(printed, "\n"); len(lines) != 3 || lines[0] != "charte: "+place+": "+what || !strings.HasPrefix(lines[1], "  what to do: "+do) {
		t.Errorf("printed\n%s\nwant charte: %s: %s\n  what to do: %s…", printed, place, what, do)
	}
}

func TestErrorsOfTheRegistryFileAreExplained(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	write(t, in("text.db"), strings.Repeat("this is no database\n", 100))
	startOn(t, "sqlite:"+in("torn.db")).stop()
	whole, err := os.ReadFile(in("torn.db"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, in("torn.db"), string(whole[:4096])+strings.Repeat("x", len(whole)-4096))
	startOn(t, "sqlite:"+in("busy.db")).stop()
	db, err := sql.Open("sqlite", in("busy.db"))
	if err == nil {
		db.SetMaxOpenConns(1)
		_, err = db.ExecContext(t.Context(), "BEGIN EXCLUSIVE")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for name, want := range map[string][2]string{
		"text.db":      {"the file is not an SQLite database", "name the file of the registry"},
		"torn.db":      {"the database file is damaged", "stop the service, store a copy"},
		"busy.db":      {"another program is writing to the database", "end that program"},
		"none/c.db":    {"the folder does not exist", "create the folder"},
		"text.db/c.db": {"the folder does not exist", "create the folder"},
		".":            {"is a folder, not a file", "name a file"},
	} {
		registry := "sqlite:" + folder + "/" + name
		explains(t, "--registry "+registry, want[0], want[1], "--registry", registry)
	}
	_, _, err = output(t, nil, "verify", "--registry", "sqlite:"+in("torn.db"))
	var printed safeBuffer
	command.PrintError(&printed, nil, err)
	explained(t, "--registry sqlite:"+in("torn.db"), "the database file is damaged", "stop the service", printed.String())
}

// A limit on the size of files acts as a full disk.
func TestFullDiskAtStartIsExplained(t *testing.T) {
	t.Parallel()
	registry := sqliteFile(t)
	c := exec.Command("sh", "-c", `ulimit -f 8; exec "$0" "$@"`, os.Args[0], "--listen", "localhost:0", "--admin", "off", "--registry", registry)
	c.Env = append(os.Environ(), childProgram+"=1")
	out, err := c.CombinedOutput()
	if err == nil {
		t.Fatal("the program started")
	}
	explained(t, "--registry "+registry, "the disk cannot be written to: it is full, over its quota or defective", "free space", string(out))
}

func TestErrorsOfAddressesAndFoldersAreExplained(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	address := taken.Addr().String()
	explains(t, "--listen "+address, "another program uses this address", "end that program", "--listen", address, "--registry", sqliteFile(t))
	explains(t, "--admin "+address, "another program uses this address", "end that program", "--admin", address, "--registry", sqliteFile(t))
	explains(t, "--listen 192.0.2.1:80", "this machine does not have the address", "choose an address", "--listen", "192.0.2.1:80", "--registry", sqliteFile(t))

	folder := edited(t)
	write(t, filepath.Join(folder, "theme.css"), ":root { --charte-radius: 0;")
	for name, fault := range map[string]string{
		folder: filepath.Join(folder, "theme.css") + `:1: a rule lacks its { or its }: ":root { --charte-radius: 0;" — write each rule as`,
		folderOf(t, func(f string) error { return os.Mkdir(filepath.Join(f, "charter.md"), 0o755) }): "charter.md: is a folder, not a file — rename or remove the folder",
		filepath.Join(folder, "none"): "no such folder; create it with charter.md in it",
	} {
		_, _, err := output(t, nil, "--listen", "localhost:0", "--admin", "off", "--portal", portalOrigin, "--registry", sqliteFile(t), "--content", name)
		if err == nil || strings.Count(err.Error(), fault) != 1 || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v\nwant one line with %s", err, fault)
		}
	}
}

func folderOf(t *testing.T, make func(string) error) string {
	t.Helper()
	folder := t.TempDir()
	if err := make(folder); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestErrorsOfAPostgreSQLServerAreExplained(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Start(t)
	database := cluster.NewDatabase(t)
	as := func(user string, more ...string) string {
		u, err := url.Parse(database)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		q.Set("user", user)
		for i := 0; i < len(more); i += 2 {
			q.Set(more[i], more[i+1])
		}
		u.RawQuery = q.Encode()
		return u.String()
	}
	execute(t, database, "CREATE ROLE guarded LOGIN PASSWORD 'right'", "CREATE ROLE rejected LOGIN", "CREATE ROLE plain LOGIN",
		"CREATE ROLE crowd LOGIN CONNECTION LIMIT 0", "CREATE ROLE reader LOGIN", "ALTER ROLE reader SET default_transaction_read_only = on",
		"GRANT CREATE ON SCHEMA public TO reader",
		`DO $$ BEGIN EXECUTE format('COPY (VALUES (''local all guarded scram-sha-256''), (''local all rejected reject''), (''local all all trust'')) TO %L', current_setting('hba_file')); END $$`,
		"SELECT pg_reload_conf()")
	for _, c := range []struct{ registry, what, do string }{
		{as("guarded", "password", "wrong"), "the PostgreSQL server rejects the user or the password", "correct both"},
		{as("rejected"), "the PostgreSQL server does not let this user in", "create the user"},
		{as("plain"), "the PostgreSQL user may not create or change tables", "make the user the owner"},
		{as("crowd"), "the PostgreSQL server has too many clients", "raise max_connections"},
		{as("reader"), "the PostgreSQL server is a read-only replica", "name the primary"},
		{as("reader", "target_session_attrs", "read-write"), "the PostgreSQL server is a read-only replica", "name the primary"},
		{strings.Replace(as("plain"), "/test", "/missing", 1), "the database does not exist on the PostgreSQL server", "create it"},
		{as("plain", "host", t.TempDir()), "no PostgreSQL server answers at this address", "start the server"},
	} {
		explains(t, placeOf(t, c.registry), c.what, c.do, "--registry", c.registry)
	}
}

// The server refuses clients until it has read its log after a crash, and from when it is
// asked to end.
func TestPostgreSQLServerThatStartsOrShutsDownIsExplained(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Start(t)
	registry := cluster.NewDatabase(t)
	for _, refuse := range []func(testing.TB){cluster.ShutDown, cluster.HoldStart} {
		refuse(t)
		explains(t, placeOf(t, registry), "the PostgreSQL server is starting or shutting down", "wait until it has finished", "--registry", registry)
	}
}

func TestErrorsOnTheWayToAPostgreSQLServerAreExplained(t *testing.T) {
	t.Parallel()
	at := func(host, more string) string { return "postgres://charte@" + host + "/charte" + more }
	silent := answering(t, func(net.Conn) {})
	plain := answering(t, func(c net.Conn) { c.Write([]byte("N")) })
	encrypted := answering(t, func(c net.Conn) {
		c.Write([]byte("S"))
		tls.Server(c, &tls.Config{Certificates: []tls.Certificate{selfSigned()}}).Handshake()
	})
	for _, c := range []struct{ registry, what, do string }{
		{at("127.0.0.1:1", ""), "no PostgreSQL server answers at this address", "start the server"},
		{at("no-such-host.invalid", ""), "no server has this host name", "correct the host"},
		{at(silent, "?connect_timeout=1"), "the PostgreSQL server does not answer in time", "check the server's load"},
		{at(plain, "?sslmode=require"), "the PostgreSQL server does not accept encrypted connections", "set ssl = on"},
		{at(encrypted, "?sslmode=verify-full"), "the certificate of the PostgreSQL server cannot be verified", "give the authority's certificate"},
	} {
		explains(t, placeOf(t, c.registry), c.what, c.do, "--registry", c.registry)
	}
}

// answering listens on loopback and calls answer with each connection after its first
// request, in which a client of PostgreSQL asks for TLS.
func answering(t *testing.T, answer func(net.Conn)) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { c.Close() })
			go func() {
				if _, err := c.Read(make([]byte, 8)); err == nil {
					answer(c)
				}
			}()
		}
	}()
	return l.Addr().String()
}

// selfSigned returns a certificate that no authority has signed.
func selfSigned() tls.Certificate {
	server := httptest.NewUnstartedServer(nil)
	server.StartTLS()
	defer server.Close()
	return server.TLS.Certificates[0]
}

// placeOf is how an error names a registry in PostgreSQL.
func placeOf(t *testing.T, registry string) string {
	t.Helper()
	stdout, _, err := output(t, []string{"CHARTE_REGISTRY=" + registry}, "settings")
	_, rest, found := strings.Cut(stdout, "CHARTE_REGISTRY=")
	if err != nil || !found {
		t.Fatalf("settings: %v\n%s", err, stdout)
	}
	return "--registry " + strings.Fields(rest)[0]
}

// execute runs statements as the superuser.
func execute(t *testing.T, database string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for _, statement := range statements {
		if _, err := conn.Exec(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}
