//go:build release

package release_test

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The image contains no CA certificates: with those of the machine mounted, as the guide
// describes, it verifies the database's; without them the error explains it.
func TestImageTrustsADatabaseThroughMountedCertificates(t *testing.T) {
	registry, authority := databaseWithTLS(t)
	image := unpack(t, filepath.Join(build(t, "1.0.0"), "charte_1.0.0_linux_amd64.oci.tar"))
	address := freeAddress(t)
	env := []string{"CHARTE_REGISTRY=" + registry, "CHARTE_LISTEN=" + address}

	if out, err := image.command(t, []string{"verify"}, env...).CombinedOutput(); err == nil || !strings.Contains(string(out), "mount the certificates of the machine into the image") {
		t.Errorf("without certificates, verify: %v %s", err, out)
	}
	run(t, "mkdir", "-p", filepath.Join(image.root, "etc/ssl/certs"))
	run(t, "cp", authority, filepath.Join(image.root, "etc/ssl/certs/ca-certificates.crt"))
	stop := serve(t, address, image.command(t, nil, env...))
	if answer, body := ask(t, address, "/fr/choice", "decision=refuse&surface=charter&return="); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("a choice is answered by %s\n%s", answer.Status, body)
	}
	stop()
	out, err := image.command(t, []string{"verify"}, env...).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "1 record, number 1,") {
		t.Errorf("verify: %v %s", err, out)
	}
}

// databaseWithTLS starts a PostgreSQL server that accepts only encrypted connections. It
// returns its address and the CA certificate.
func databaseWithTLS(t *testing.T) (registry, authority string) {
	t.Helper()
	folder, err := os.MkdirTemp("", "charte-tls-") // the postgres user must be able to enter it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	run(t, "chown", "postgres", folder)
	programs, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil || len(programs) == 0 {
		t.Fatalf("no PostgreSQL, which tools/install.sh installs: %v", err)
	}
	as := func(program string, args ...string) *exec.Cmd {
		return exec.Command("runuser", append([]string{"-u", "postgres", "--", filepath.Join(programs[0], program)}, args...)...)
	}
	data := filepath.Join(folder, "data")
	if out, err := as("initdb", "--pgdata", data, "--username", "charte", "--auth", "trust", "--no-sync").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	certify(t, folder, "IP:127.0.0.1")
	run(t, "chown", "postgres", filepath.Join(folder, "privkey.pem"))
	write(t, data, "pg_hba.conf", "hostssl all all 127.0.0.1/32 trust\n")
	_, port, err := net.SplitHostPort(freeAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	server := as("postgres", "-D", data, "-k", folder, "-p", port, "-c", "listen_addresses=127.0.0.1", "-c", "ssl=on",
		"-c", "ssl_cert_file="+filepath.Join(folder, "fullchain.pem"), "-c", "ssl_key_file="+filepath.Join(folder, "privkey.pem"))
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Signal(syscall.SIGTERM) // runuser forwards it
		server.Wait()
	})
	for deadline := time.Now().Add(time.Minute); as("pg_isready", "-h", "127.0.0.1", "-p", port).Run() != nil; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("PostgreSQL does not answer")
		}
	}
	return fmt.Sprintf("postgres://charte@127.0.0.1:%s/postgres?sslmode=verify-full", port), filepath.Join(folder, "fullchain.pem")
}
