package tests

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// A town's service listens on a socket file that systemd opened, and answers for its own
// host only.
func TestServiceAnswersOnASocketFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lamballe.sock")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	socket, err := listener.(*net.UnixListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	c, out := newChild(t, socket, "--base-url", "https://cookies.data.lamballe.example", "--portal", "https://data.lamballe.example",
		"--cookie-domain", "data.lamballe.example", "--content", editedFrom(t, "..", "stmalo-agglomeration.fr", "lamballe.example"), "--admin", "off", "--registry", sqliteFile(t))
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.Contains(line, "https://cookies.data.lamballe.example/") {
		t.Fatalf("%q, %v\n%s", line, err, c.errors)
	}
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", path)
	}}}
	for host, want := range map[string]int{"cookies.data.lamballe.example": http.StatusOK, "cookies.data.quintin.example": http.StatusMisdirectedRequest} {
		response, err := client.Get("http://" + host + "/fr/")
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s: %s, want %d", host, response.Status, want)
		}
	}
	c.terminate(t)
}
