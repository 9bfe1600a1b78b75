package deploy_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"charte/tests/freeport"
)

// The names in the snippets of deploy/.
const (
	host   = "cookies.example.fr"
	portal = "https://data.example.fr"
)

// proxy is a running proxy, configured with a snippet of deploy/ that was changed only
// in ports and certificate.
type proxy struct {
	name         string
	plain, https string // addresses
	program      string // address of the service behind it
	trusted      *x509.CertPool
}

// bothFamilies returns the proxy's addresses in IPv4 and IPv6. A proxy opens them one
// after the other.
func (p proxy) bothFamilies() []string {
	six := strings.NewReplacer("127.0.0.1", "[::1]")
	return []string{p.plain, p.https, six.Replace(p.plain), six.Replace(p.https)}
}

// openProxy starts the service and a proxy in front of it.
func openProxy(t *testing.T, name string, flags ...string) proxy {
	t.Helper()
	folder := t.TempDir()
	p := proxy{name: name, plain: free(t), https: free(t), program: free(t)}
	var cert, key string
	cert, key, p.trusted = certificate(t, folder)
	startService(t, p.program, content(t), flags...)
	_, plainPort, _ := net.SplitHostPort(p.plain)
	_, httpsPort, _ := net.SplitHostPort(p.https)
	switch name {
	case "nginx":
		snippet := rewrite(t, "nginx.conf", "listen 80;", "listen "+p.plain+";", "listen 443 ", "listen "+p.https+" ", "[::]:80", "[::1]:"+plainPort, "[::]:443", "[::1]:"+httpsPort, "127.0.0.1:8080", p.program,
			"/etc/letsencrypt/live/"+host+"/fullchain.pem", cert, "/etc/letsencrypt/live/"+host+"/privkey.pem", key)
		config := write(t, folder, "nginx.conf", "daemon off; user root; worker_processes 1; pid "+folder+"/pid; error_log "+folder+"/error.log;\n"+
			"events {}\nhttp {\nclient_body_temp_path "+folder+"/body; proxy_temp_path "+folder+"/proxy; fastcgi_temp_path "+folder+"/f; uwsgi_temp_path "+folder+"/u; scgi_temp_path "+folder+"/s;\n"+snippet+"\n}\n")
		run(t, p.bothFamilies(), "/usr/sbin/nginx", "-p", folder, "-c", config, "-e", folder+"/error.log")
	case "caddy":
		snippet := rewrite(t, "Caddyfile", "\ttls {", "\ttls "+cert+" "+key+" {", "127.0.0.1:8080", p.program)
		config := write(t, folder, "Caddyfile", "{\n\tadmin off\n\thttp_port "+plainPort+"\n\thttps_port "+httpsPort+"\n\tdefault_bind 127.0.0.1 ::1\n}\n"+snippet)
		t.Setenv("XDG_DATA_HOME", folder)
		run(t, p.bothFamilies(), "caddy", "run", "--adapter", "caddyfile", "--config", config)
	case "apache":
		startApache(t, folder, p, apacheSite(t, p, cert, key))
	}
	return p
}

// startService starts the program on an address, with the names in the snippets.
func startService(t *testing.T, address, content string, flags ...string) {
	t.Helper()
	run(t, []string{address}, program, append([]string{"--listen", address, "--content", content, "--base-url", "https://" + host, "--portal", portal,
		"--cookie-domain", "example.fr", "--admin", "off", "--registry", "sqlite:" + filepath.Join(t.TempDir(), "charte.db")}, flags...)...)
}

// content returns a folder with the shipped charter, for the snippets' portal.
func content(t *testing.T) string {
	t.Helper()
	folder, charter := t.TempDir(), readFile(t, "../../charter.md")
	write(t, folder, "charter.md", strings.ReplaceAll(charter, "https://data.stmalo-agglomeration.fr", portal))
	return folder
}

// rewrite returns a snippet with replaced texts; it fails if one of them is missing.
func rewrite(t *testing.T, file string, pairs ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "deploy", file))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(string(data), pairs[i]) {
			t.Fatalf("%s has no %q", file, pairs[i])
		}
	}
	return strings.NewReplacer(pairs...).Replace(string(data))
}

func write(t *testing.T, folder, name, text string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// program is the path of the service, built once for all tests.
var program string

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "charte")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(folder, "charte")
	if out, err := exec.Command("go", "build", "-o", program, "../..").CombinedOutput(); err != nil {
		panic(string(out))
	}
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// run starts a command, returns when all its addresses accept connections, and stops the
// command when the test ends.
func run(t *testing.T, addresses []string, name string, args ...string) {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(name, args...)
	command.Stdout, command.Stderr = log, log
	if err := command.Start(); err != nil {
		t.Fatalf("%v; tools/install.sh installs it", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	t.Cleanup(func() {
		command.Process.Signal(os.Interrupt)
		<-ended
	})
	for deadline := time.Now().Add(time.Minute); len(addresses) > 0; {
		if c, err := net.Dial("tcp", addresses[0]); err == nil {
			c.Close()
			addresses = addresses[1:]
			continue
		}
		select {
		case err := <-ended:
			ended <- err
			out, _ := os.ReadFile(log.Name())
			t.Fatalf("%s ended: %v\n%s", name, err, out)
		case <-time.After(10 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s does not listen on %s", name, addresses[0])
		}
	}
}

func free(t *testing.T) string {
	t.Helper()
	return "127.0.0.1:" + freeport.Get(t)
}

// certificate creates a key and a certificate for the host and the portal.
func certificate(t *testing.T, folder string) (cert, key string, trusted *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host, strings.TrimPrefix(portal, "https://")},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	privateDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	trusted = x509.NewCertPool()
	trusted.AppendCertsFromPEM(text)
	cert = write(t, folder, "cert.pem", string(text))
	key = write(t, folder, "key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: privateDER})))
	return cert, key, trusted
}
