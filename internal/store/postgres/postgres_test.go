package postgres_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"

	"charte/internal/consent"
	"charte/internal/consent/consenttest"
	"charte/internal/store/postgres"
	"charte/internal/store/postgres/pgtest"
)

// childStore is the address that a second copy of this program writes to, until
// it is killed.
const childStore = "CHARTE_TEST_STORE"

func TestMain(m *testing.M) {
	if address := os.Getenv(childStore); address != "" {
		r, err := postgres.Open(context.Background(), address)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		consenttest.AppendUntilFailure(context.Background(), r, os.Stdout)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func open(t testing.TB, address string) *postgres.Registry {
	t.Helper()
	r, err := postgres.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRegistry(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Start(t)
	consenttest.Run(t, func(t testing.TB) consenttest.Store {
		address := cluster.NewDatabase(t)
		return func(t testing.TB) consent.Registry { return open(t, address) }
	})
	t.Run("nothing acknowledged is lost when a program is killed", func(t *testing.T) {
		t.Parallel()
		address := cluster.NewDatabase(t)
		consenttest.KillRounds(t, 3, childStore+"="+address, func(t testing.TB) consent.Registry { return open(t, address) })
	})
	t.Run("programs that start at once make one registry", func(t *testing.T) {
		t.Parallel()
		address := cluster.NewDatabase(t)
		var starting sync.WaitGroup
		for range 5 {
			starting.Go(func() {
				r, err := postgres.Open(t.Context(), address)
				if err != nil {
					t.Error(err)
					return
				}
				r.Close()
			})
		}
		starting.Wait()
	})
}

// kills is how often the server is killed under load; 100 in make soak.
var kills = flag.Int("kills", 3, "how often the server is killed under load")

func TestNothingAcknowledgedIsLostWhenTheServerIsKilled(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Start(t)
	r := open(t, cluster.NewDatabase(t))
	defer r.Close()
	var acknowledged []consent.Link
	for range *kills {
		output, input := io.Pipe()
		go func() {
			consenttest.AppendUntilFailure(t.Context(), r, input)
			input.Close()
		}()
		acknowledged = append(acknowledged, consenttest.Acknowledged(t, output, 200, func() { cluster.Kill(t) })...)
		cluster.Resume(t)
		// The registry comes back by itself, at the latest when it has thrown away
		// the connections that it had.
		var err error
		for range 10 {
			if _, err = r.Checkpoint(t.Context()); err == nil {
				break
			}
		}
		if err != nil {
			t.Fatalf("the registry does not come back: %v", err)
		}
		consenttest.Kept(t, r, acknowledged)
	}
}

// The first server is alive and answers, but writes no more; its connections would
// be good for an hour.
func TestAServerThatWritesNoMoreIsLeft(t *testing.T) {
	t.Parallel()
	first := pgtest.Start(t)
	second := first.Standby(t)
	r := open(t, first.Either(t, second))
	defer r.Close()
	output, input := io.Pipe()
	go func() {
		consenttest.AppendUntilFailure(t.Context(), r, input)
		input.Close()
	}()
	acknowledged := consenttest.Acknowledged(t, output, 200, func() { first.Fence(t) })
	second.Promote(t)
	consenttest.Kept(t, r, acknowledged)
}

func TestThePasswordIsNotInTheError(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"postgres://charte:s3cret@localhost:1/charte?connect_timeout=5",
		"postgres://charte:s3cret@localhost:notaport/charte",
	} {
		_, err := postgres.Open(t.Context(), address)
		if err == nil || strings.Contains(err.Error(), "s3cret") || !strings.HasPrefix(err.Error(), "open the PostgreSQL registry: ") {
			t.Errorf("%v", err)
		}
	}
}
