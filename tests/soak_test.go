//go:build soak && linux

package tests

import (
	"flag"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"charte/internal/consent"
)

// rows is the number of records in the large registry.
var rows = flag.Int("rows", 1_000_000, "records that are read in little memory")

// Memory does not grow with the record: reading a million records takes less than 64 MB,
// of which about 45 are the program. The race detector needs several times as much, so
// the test runs only in make soak.
func TestAWholeRecordIsReadInLittleMemory(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		r := look(t, registry)
		if err := r.KeepScope(t.Context(), consent.Scope{}); err != nil {
			t.Fatal(err)
		}
		commands := map[string][]string{
			"verify": {"verify"}, "csv": {"export", "--format", "csv"}, "jsonl": {"export", "--format", "jsonl"}, "dpv": {"export", "--format", "dpv"},
		}
		lengthen(t, r, *rows/20)
		before := map[string]int64{}
		for name, args := range commands {
			before[name] = memoryOf(t, append(args, "--registry", registry)...)
		}
		lengthen(t, r, *rows-*rows/20)
		for name, args := range commands {
			few, many := before[name], memoryOf(t, append(args, "--registry", registry)...)
			t.Logf("%s: %d MB for %d records, %d MB for %d", name, few>>20, *rows/20, many>>20, *rows)
			if many > 64<<20 {
				t.Errorf("%s: %d MB", name, many>>20)
			}
		}
	})
}

// lengthen appends n refusals.
func lengthen(t *testing.T, r recorded, n int) {
	t.Helper()
	const callers = 200
	e := consent.Entry{
		Time: time.Date(2026, time.March, 9, 0, 0, 0, 0, time.UTC), Decision: consent.Refuse,
		Choice: consent.Choice{"statistics": false}, Scope: consent.Scope{}.Hash(), Language: "fr",
	}
	var adding sync.WaitGroup
	for range callers {
		adding.Go(func() {
			for range n / callers {
				if _, err := r.Append(t.Context(), e); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	adding.Wait()
}

// memoryOf runs a command in a separate process and returns its peak memory in bytes.
func memoryOf(t *testing.T, args ...string) int64 {
	t.Helper()
	var failed strings.Builder
	c := exec.CommandContext(t.Context(), os.Args[0], args...)
	c.Env = append(os.Environ(), childProgram+"=1")
	c.Stdout, c.Stderr = io.Discard, &failed
	if err := c.Run(); err != nil {
		t.Fatalf("charte %s: %v\n%s", strings.Join(args, " "), err, failed.String())
	}
	return c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10 // counted in kB
}
