package tests

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// child is the program in a separate process.
type child struct {
	command *exec.Cmd
	base    string
	errors  *safeBuffer
}

// startChild starts the program and passes it a listening socket unless socket is nil.
func startChild(t *testing.T, socket *os.File, args ...string) *child {
	t.Helper()
	c, out := newChild(t, socket, args...)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the program did not start: %v\n%s", err, c.errors)
	}
	c.base = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "Charte serves "), "/")
	return c
}

// newChild starts the program, which may fail, and returns its output.
func newChild(t *testing.T, socket *os.File, args ...string) (c *child, out io.Reader) {
	t.Helper()
	c = &child{command: exec.Command(os.Args[0], args...), errors: &safeBuffer{}}
	c.command.Env = append(os.Environ(), childProgram+"=1")
	if socket != nil {
		c.command.ExtraFiles = []*os.File{socket}
		c.command.Env = append(c.command.Env, "LISTEN_FDS=1", "LISTEN_FDNAMES=charte.socket")
	}
	c.command.Stderr = c.errors
	out, err := c.command.StdoutPipe()
	if err == nil {
		err = c.command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.command.Process.Kill() })
	return c, out
}

// listeningSocket returns a socket as systemd passes it, and its address.
func listeningSocket(t *testing.T) (socket *os.File, address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	if socket, err = listener.(*net.TCPListener).File(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.Close() })
	return socket, listener.Addr().String()
}

// terminate sends SIGTERM and returns after the program has exited.
func (c *child) terminate(t *testing.T) {
	t.Helper()
	if err := c.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := c.command.Wait(); err != nil {
		t.Errorf("the program ended with %v:\n%s", err, c.errors)
	}
}

func refusalForm() string {
	return url.Values{"decision": {"refuse"}, "surface": {"banner"}}.Encode()
}

// refuseForEver posts refusals, each on a new connection, until the context ends. It
// counts the ones answered as expected.
func refuseForEver(ctx context.Context, t *testing.T, base string, done *atomic.Int64) {
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       time.Minute,
	}
	for ctx.Err() == nil {
		r, err := http.NewRequest(http.MethodPost, base+"/fr/choice", strings.NewReader(refusalForm()))
		if err != nil {
			t.Error(err)
			return
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		answer, err := client.Do(r)
		if err != nil {
			t.Errorf("a connection failed: %v", err)
			return
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusSeeOther {
			t.Errorf("a choice returned %d", answer.StatusCode)
			return
		}
		done.Add(1)
	}
}

// waitFor blocks until n more choices were made.
func waitFor(t *testing.T, done *atomic.Int64, n int64) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for want := done.Load() + n; done.Load() < want && !t.Failed(); {
		select {
		case <-tick.C:
		case <-t.Context().Done():
			t.Fatal("the visitors get no answers")
		}
	}
}

// systemd holds the listening socket while the program restarts.
func TestRestartUnderLoadDropsNoRequestAndNoRecord(t *testing.T) {
	t.Parallel()
	socket, address := listeningSocket(t)
	p := &program{registry: "sqlite:" + filepath.Join(t.TempDir(), "charte.db")}
	args := []string{"--admin", "off", "--rate-limit", "off", "--portal", portalOrigin, "--registry", p.registry, "--base-url", "http://" + address}
	first := startChild(t, socket, args...)
	ctx, stop := context.WithCancel(t.Context())
	var done atomic.Int64
	var visitors sync.WaitGroup
	for range 4 {
		visitors.Go(func() { refuseForEver(ctx, t, first.base, &done) })
	}
	waitFor(t, &done, 50)
	first.terminate(t)
	second := startChild(t, socket, args...)
	waitFor(t, &done, 50)
	stop()
	visitors.Wait()
	second.terminate(t)
	if rows := len(p.records(t)); int64(rows) != done.Load() {
		t.Errorf("%d choices were answered, %d are recorded", done.Load(), rows)
	}
}

// The program sends READY=1 once it answers visitors, not before.
func TestSystemdIsNotifiedOnceVisitorsAreAnswered(t *testing.T) {
	address := &net.UnixAddr{Name: filepath.Join(t.TempDir(), "notify"), Net: "unixgram"}
	notify, err := net.ListenUnixgram(address.Net, address)
	if err != nil {
		t.Fatal(err)
	}
	defer notify.Close()
	t.Setenv("NOTIFY_SOCKET", address.Name)
	c := startChild(t, nil, "--listen", "localhost:0", "--admin", "off", "--portal", portalOrigin, "--registry", "sqlite:"+filepath.Join(t.TempDir(), "charte.db"))
	if err := notify.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	word := make([]byte, 64)
	n, err := notify.Read(word)
	if err != nil || string(word[:n]) != "READY=1" {
		t.Errorf("systemd received %q, %v", word[:n], err)
	}
	answer, err := http.Get(c.base + "/readyz")
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("a visitor then received %v, %v", answer, err)
	}
	c.terminate(t)
}

func TestTerminationFinishesRequestsInFlight(t *testing.T) {
	t.Parallel()
	p := &program{registry: "sqlite:" + filepath.Join(t.TempDir(), "charte.db")}
	c := startChild(t, nil, "--listen", "localhost:0", "--admin", "off", "--portal", portalOrigin, "--registry", p.registry)
	host := strings.TrimPrefix(c.base, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	form := refusalForm()
	fmt.Fprintf(conn, "POST /fr/choice HTTP/1.1\r\nHost: %s\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", host, len(form))
	answers := bufio.NewReader(conn)
	if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("the handler does not wait for the form: %q, %v", line, err)
	}
	if _, err := answers.ReadString('\n'); err != nil { // the empty line after the headers
		t.Fatal(err)
	}
	if err := c.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for { // until no new connection is accepted
		other, err := net.Dial("tcp", host)
		if err != nil {
			break
		}
		other.Close()
	}
	io.WriteString(conn, form)
	answer, err := http.ReadResponse(answers, nil)
	if err != nil || answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("the form in flight was answered with %v, %v", answer, err)
	}
	answer.Body.Close()
	if err := c.command.Wait(); err != nil {
		t.Errorf("the program ended with %v:\n%s", err, c.errors)
	}
	if rows := len(p.records(t)); rows != 1 {
		t.Errorf("%d choices are recorded", rows)
	}
}
