// Package freeport finds a port for a server that a test starts as another program, or
// that must know its port before it listens.
//
// A port from the kernel (port 0), released for the server, may be given to a connection or a
// test before the server listens on it. Get therefore chooses a port below those that the
// kernel gives out, and listens on the next one until the test ends: no other test gets
// the pair meanwhile. e2e/harness/service.mjs does the same.
package freeport

import (
	"errors"
	"math/rand/v2"
	"net"
	"strconv"
	"syscall"
	"testing"
)

// The kernel gives out ports from 32768 on (49152 on some systems).
const lowest, pairs = 20000, 6000

// Get returns a port on which nobody listens, on 127.0.0.1 and ::1. It belongs to the test
// until the test ends.
func Get(t testing.TB) string {
	t.Helper()
	for range pairs {
		port := lowest + 2*rand.IntN(pairs)
		guard, err := net.Listen("tcp", address("127.0.0.1", port+1))
		if err != nil {
			continue
		}
		if free("127.0.0.1", port) && free("::1", port) {
			t.Cleanup(func() { guard.Close() })
			return strconv.Itoa(port)
		}
		guard.Close()
	}
	t.Fatal("no port is free")
	return ""
}

// free reports whether nobody listens on a port. A system without IPv6 has no ::1.
func free(host string, port int) bool {
	l, err := net.Listen("tcp", address(host, port))
	if err != nil {
		return !errors.Is(err, syscall.EADDRINUSE)
	}
	return l.Close() == nil
}

func address(host string, port int) string { return net.JoinHostPort(host, strconv.Itoa(port)) }
