package handlers_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// client is the origin of a request: the connecting address and X-Forwarded-For.
type client struct{ peer, forwarded string }

// two choices count as one client's exactly if they come from one address
// or IPv6 /64. X-Forwarded-For counts only if a trusted proxy sent it.
func TestLimitCountsClientsAndTrustsOnlyConfiguredProxies(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		first, second client
		same          bool
	}{
		"one address":                      {client{"203.0.113.1:1", ""}, client{"203.0.113.1:2", ""}, true},
		"two addresses":                    {client{"203.0.113.1:1", ""}, client{"203.0.113.2:1", ""}, false},
		"one IPv6 subscriber":              {client{"[2001:db8:1:2::1]:1", ""}, client{"[2001:db8:1:2:ffff::9]:1", ""}, true},
		"two IPv6 subscribers":             {client{"[2001:db8:1:2::1]:1", ""}, client{"[2001:db8:1:3::1]:1", ""}, false},
		"IPv4 written as IPv6":             {client{"203.0.113.1:1", ""}, client{"[::ffff:203.0.113.1]:1", ""}, true},
		"two clients behind the proxy":     {client{"127.0.0.1:1", "203.0.113.1"}, client{"127.0.0.1:1", "203.0.113.2"}, false},
		"one client behind the proxy":      {client{"127.0.0.1:1", "203.0.113.1"}, client{"127.0.0.1:2", "203.0.113.1"}, true},
		"two trusted proxies in a row":     {client{"127.0.0.1:1", "203.0.113.1, 127.0.0.9"}, client{"127.0.0.1:1", "203.0.113.1"}, true},
		"forged entries before the proxy":  {client{"127.0.0.1:1", "198.51.100.1, 203.0.113.1"}, client{"127.0.0.1:1", "198.51.100.2, 203.0.113.1"}, true},
		"forged header, untrusted machine": {client{"203.0.113.1:1", "198.51.100.1"}, client{"203.0.113.1:1", "198.51.100.2"}, true},
		"one client, with its ports":       {client{"127.0.0.1:1", "203.0.113.1:50000"}, client{"127.0.0.1:1", "203.0.113.1:50001"}, true},
		"two clients, with their ports":    {client{"127.0.0.1:1", "203.0.113.1:50000"}, client{"127.0.0.1:1", "203.0.113.2:50000"}, false},
		"two IPv6 clients, with ports":     {client{"127.0.0.1:1", "[2001:db8:1:2::1]:50000"}, client{"127.0.0.1:1", "[2001:db8:1:3::1]:50000"}, false},
		"one client, over both ways":       {client{"203.0.113.1:1", ""}, client{"127.0.0.1:1", "203.0.113.1:50000"}, true},
		"nonsense from the proxy":          {client{"127.0.0.1:1", "unknown"}, client{"127.0.0.1:1", "also unknown"}, true},
		"nonsense before an address":       {client{"127.0.0.1:1", "x, 203.0.113.1"}, client{"127.0.0.1:1", "y, 203.0.113.1"}, true},
		"two clients behind a socket file": {client{"@", "203.0.113.1"}, client{"@", "203.0.113.2"}, false},
		"one client behind a socket file":  {client{"@", "203.0.113.1"}, client{"@", "203.0.113.1"}, true},
		"the proxy itself and a client":    {client{"127.0.0.1:1", ""}, client{"127.0.0.1:1", "203.0.113.1"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(t, demo, limitOfOne)
			s.choose(test.first)
			if limited := s.choose(test.second) == http.StatusTooManyRequests; limited != test.same {
				t.Errorf("counted as one client: %t", limited)
			}
		})
	}
}

func limitOfOne(c *setup) {
	c.RateLimit, c.RateWindow = 1, time.Hour
	c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
}

// choose accepts everything as a client and returns the status.
func (s *service) choose(c client) int {
	r := request(http.MethodPost, "/fr/choice", strings.NewReader(s.accept().Encode()), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
	r.RemoteAddr = c.peer
	if c.forwarded != "" {
		r.Header.Set("X-Forwarded-For", c.forwarded)
	}
	return s.do(r).Code
}

// X-Forwarded-For from an untrusted machine is a wrong setting or forged. It is logged
// once, without the address.
func TestForwardedHeaderFromAnUntrustedMachineIsLoggedOnce(t *testing.T) {
	t.Parallel()
	s := newService(t, demo, func(c *setup) { c.RateLimit, c.RateWindow = 100, time.Hour })
	for range 3 {
		s.choose(client{"203.0.113.1:1", "198.51.100.1"})
	}
	if n := strings.Count(s.log.String(), "--trusted-proxy"); n != 1 || strings.Contains(s.log.String(), "203.0.113") {
		t.Errorf("logged %d times, or with the address:\n%s", n, s.log)
	}
}

// The salt changes every day, so that keys cannot be linked across days.
func TestClientKeyChangesEveryDay(t *testing.T) {
	t.Parallel()
	day := now
	s := newService(t, demo, limitOfOne, func(c *setup) { c.Now = func() time.Time { return day } })
	visitor := client{"203.0.113.1:1", ""}
	s.choose(visitor)
	if s.choose(visitor) != http.StatusTooManyRequests {
		t.Fatal("the limit does not hold within a day")
	}
	day = now.AddDate(0, 0, 1)
	if s.choose(visitor) != http.StatusSeeOther {
		t.Error("the client is still limited on the next day")
	}
}
