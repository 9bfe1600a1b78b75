package tests

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// the service disconnects clients that never finish a request and ignores what
// they sent. The test's timeout is far longer than the service's.
func TestUnfinishedRequestsAreDisconnected(t *testing.T) {
	t.Parallel()
	p := start(t)
	host := strings.TrimPrefix(p.base, "http://")
	var clients sync.WaitGroup
	for name, sent := range map[string]string{
		"in the middle of a header": "GET /fr/ HTTP/1.1\r\nHost: " + host + "\r\nAccept: te",
		"in the middle of a form":   "POST /fr/choice HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ndecision=re",
	} {
		clients.Go(func() {
			answer, err := unfinished(host, sent)
			if err != nil {
				t.Errorf("%s: the connection is still open: %v", name, err)
			}
			if strings.Contains(answer, "Set-Cookie") || strings.Contains(answer, "303") {
				t.Errorf("%s: half a request counts: %s", name, answer)
			}
		})
	}
	clients.Wait()
	if n := len(p.records(t)); n != 0 {
		t.Errorf("%d records", n)
	}
}

// unfinished sends part of a request and returns the response when the service closes
// the connection.
func unfinished(host, sent string) (string, error) {
	c, err := net.Dial("tcp", host)
	if err != nil {
		return "", err
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		return "", err
	}
	if _, err := io.WriteString(c, sent); err != nil {
		return "", err
	}
	answer, err := io.ReadAll(c)
	return string(answer), err
}
