package consenttest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"

	"charte/internal/consent"
)

// appenders is how many goroutines append at once while something is killed.
const appenders = 16

// AppendUntilFailure appends from many goroutines, each until its first error,
// and writes the number and hash of every acknowledged record as a line.
func AppendUntilFailure(ctx context.Context, r consent.Registry, w io.Writer) {
	var mu sync.Mutex
	var running sync.WaitGroup
	for range appenders {
		running.Go(func() {
			for {
				record, err := r.Append(ctx, refusal(start))
				if err != nil {
					return
				}
				mu.Lock()
				fmt.Fprintln(w, record.Sequence, record.Hash)
				mu.Unlock()
			}
		})
	}
	running.Wait()
}

// Acknowledged reads what AppendUntilFailure wrote, to its end, and calls kill
// once when that many lines were read.
func Acknowledged(t testing.TB, output io.Reader, after int, kill func()) []consent.Link {
	t.Helper()
	var links []consent.Link
	for scanner := bufio.NewScanner(output); scanner.Scan(); {
		var l consent.Link
		if n, _ := fmt.Sscan(scanner.Text(), &l.Sequence, &l.Hash); n == 2 && len(l.Hash) == 64 {
			links = append(links, l) // else a line that the kill cut short
		}
		if len(links) == after && kill != nil {
			kill()
			kill = nil
		}
	}
	if kill != nil {
		t.Fatalf("the load ended by itself after %d records", len(links))
	}
	return links
}

// Kept fails unless every acknowledged record is in the registry as it was
// acknowledged, in one valid chain, and the chain continues (P-04).
func Kept(t testing.TB, r consent.Registry, acknowledged []consent.Link) {
	t.Helper()
	verify(t, r)
	stored := map[int64]string{}
	for _, record := range all(t, r, 1) {
		stored[record.Sequence] = record.Hash
	}
	lost := 0
	for _, link := range acknowledged {
		if stored[link.Sequence] != link.Hash {
			lost++
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d acknowledged records are lost", lost, len(acknowledged))
	}
	add(t, r, refusal(start))
	verify(t, r)
}

// KillRounds runs this test binary again with an environment in which its
// TestMain calls AppendUntilFailure on the store, kills it (-9) under load, and
// checks what is left; rounds times, on one store.
func KillRounds(t *testing.T, rounds int, environment string, open Store) {
	t.Helper()
	if testing.Short() {
		t.Skip("kills a process")
	}
	var acknowledged []consent.Link
	for range rounds {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), environment)
		child.Stderr = os.Stderr
		output, err := child.StdoutPipe()
		must(t, err)
		must(t, child.Start())
		acknowledged = append(acknowledged, Acknowledged(t, output, 200, func() { must(t, child.Process.Kill()) })...)
		child.Wait() // its error only reports the kill
		r := open(t)
		Kept(t, r, acknowledged)
		must(t, r.Close())
	}
}
