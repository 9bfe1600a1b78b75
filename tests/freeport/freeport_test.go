package freeport

import (
	"net"
	"testing"
)

// Many tests choose at once, as packages do that are tested side by side.
func TestEachTestGetsAPortOfItsOwn(t *testing.T) {
	t.Parallel()
	owners := map[string]bool{}
	for range 200 {
		port := Get(t)
		if owners[port] {
			t.Fatalf("port %s was given out twice", port)
		}
		owners[port] = true
		l, err := net.Listen("tcp", "localhost:"+port)
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
	}
}

// A server started by hand on such a port is left alone.
func TestAPortInUseIsNotGivenOut(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:"+Get(t))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if free("127.0.0.1", l.Addr().(*net.TCPAddr).Port) {
		t.Error("the port counts as free")
	}
}
