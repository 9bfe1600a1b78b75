//go:build release

package release_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"charte/tests/freeport"
)

// run runs a command and returns its output.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// commit is the commit under test, read once: HEAD may move while the tests run.
var commit = sync.OnceValue(func() string {
	out, err := exec.Command("git", "rev-parse", "HEAD").Output()
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(out))
})

// build makes a release, once for all tests, and returns its folder. The default
// architecture is amd64.
func build(t *testing.T, version string, architectures ...string) string {
	t.Helper()
	if len(architectures) == 0 {
		architectures = []string{"amd64"}
	}
	folder := filepath.Join(releases, version+"-"+strings.Join(architectures, "-"))
	if _, err := os.Stat(filepath.Join(folder, "SHA256SUMS")); err != nil { // written last
		buildInto(t, folder, version, architectures)
	}
	return folder
}

func buildInto(t *testing.T, folder, version string, architectures []string) {
	t.Helper()
	command := exec.Command("../../tools/release.sh", folder)
	command.Env = append(os.Environ(), "VERSION="+version, "COMMIT="+commit(), "ARCHITECTURES="+strings.Join(architectures, " "))
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("release.sh: %v\n%s", err, out)
	}
}

// releases is the folder for the releases built by the tests.
var releases string

func TestMain(m *testing.M) {
	var err error
	if releases, err = os.MkdirTemp("", "charte-releases-"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(releases)
	os.Exit(code)
}

// cleanRoot returns a Debian root made by debootstrap. The first one is cached, because
// the download takes minutes.
func cleanRoot(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(cache, "charte", "bookworm.tar")
	if _, err := os.Stat(kept); err != nil {
		fresh := filepath.Join(t.TempDir(), "fresh")
		run(t, "debootstrap", "--variant=minbase", "--include=systemd,systemd-sysv", "bookworm", fresh)
		run(t, "mkdir", "-p", filepath.Dir(kept))
		run(t, "tar", "-cf", kept+".part", "-C", fresh, ".")
		run(t, "mv", kept+".part", kept)
	}
	root := t.TempDir()
	run(t, "tar", "-xf", kept, "-C", root)
	return root
}

func freeAddress(t *testing.T) string {
	t.Helper()
	return "127.0.0.1:" + freeport.Get(t)
}

// serve starts a command and returns when the service answers at the address. stop sends
// SIGTERM and waits for the exit.
func serve(t *testing.T, address string, command *exec.Cmd) (stop func()) {
	t.Helper()
	var log bytes.Buffer
	command.Stdout, command.Stderr = &log, &log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		answer, err := http.Get("http://" + address + "/readyz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				break
			}
		}
		select {
		case err := <-ended:
			t.Fatalf("the service ended: %v\n%s", err, log.String())
		case <-ctx.Done():
			t.Fatalf("the service does not answer: %v\n%s", err, log.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
	return func() {
		t.Helper()
		command.Process.Signal(syscall.SIGTERM)
		if err := <-ended; err != nil {
			t.Errorf("the service failed: %v\n%s", err, log.String())
		}
	}
}

// ask sends a request to the address as the proxy would, and returns response and body.
// A form makes it a POST.
func ask(t *testing.T, address, path, form string) (*http.Response, string) {
	t.Helper()
	method := http.MethodGet
	if form != "" {
		method = http.MethodPost
	}
	request, err := http.NewRequestWithContext(t.Context(), method, "http://"+address+path, strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "cookies.stmalo-agglomeration.fr"
	if form != "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Origin", "https://cookies.stmalo-agglomeration.fr")
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}
