package spool_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/spool"
)

// childFull names the spool that a second copy of this program writes to on a
// full disk.
const childFull = "CHARTE_TEST_FULL_SPOOL"

func TestMain(m *testing.M) {
	if path := os.Getenv(childFull); path != "" {
		if err := keepOnFullDisk(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func keepOnFullDisk(path string) error {
	s, err := spool.Open(path)
	if err != nil {
		return err
	}
	// The limit on file sizes simulates a full disk.
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: spool.Size, Max: spool.Size}); err != nil {
		return err
	}
	return s.Keep(entry(1))
}

func entry(n int) consent.Entry {
	return consent.Entry{
		Time: time.Date(2026, 3, 9, 10, 30, n%60, 0, time.UTC), Decision: consent.Refuse, Choice: consent.Choice{"statistics": false},
		Scope: fmt.Sprintf("%064x", n), Language: "fr", Portal: "https://portail.example", Ends: strings.Repeat("0", 26),
	}
}

// large returns an entry that fills a good part of the spool, so that few do.
func large(n int) consent.Entry {
	e := entry(n)
	for p := range 2000 {
		e.Choice[fmt.Sprintf("a_purpose_of_many_%d", p)] = false
	}
	return e
}

func open(t *testing.T, path string) *spool.Spool {
	t.Helper()
	s, err := spool.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func drain(t *testing.T, s *spool.Spool) (all []consent.Entry) {
	t.Helper()
	n, err := s.Drain(t.Context(), func(_ context.Context, e consent.Entry) error { all = append(all, e); return nil })
	if err != nil || n != len(all) {
		t.Fatalf("drained %d of %d: %v", n, len(all), err)
	}
	return all
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestEntriesComeBackOnceInTheirOrderAfterARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "spool")
	s := open(t, path)
	for n := range 3 {
		must(t, s.Keep(entry(n)))
	}
	must(t, s.Close())
	s = open(t, path)
	must(t, s.Keep(entry(3)))
	if n := s.Waiting(); n != 4 {
		t.Errorf("%d wait, want 4", n)
	}
	if got := drain(t, s); !reflect.DeepEqual(got, []consent.Entry{entry(0), entry(1), entry(2), entry(3)}) {
		t.Errorf("got %+v", got)
	}
	if n := s.Waiting(); n != 0 {
		t.Errorf("%d wait, want none", n)
	}
	must(t, s.Keep(entry(4)))
	if got := drain(t, s); !reflect.DeepEqual(got, []consent.Entry{entry(4)}) {
		t.Errorf("then %+v", got)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 || info.Size() != spool.Size {
		t.Errorf("the file: %v, %v", info, err)
	}
}

func TestWhatIsNotTakenStays(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "spool"))
	must(t, s.Keep(entry(0)))
	must(t, s.Keep(entry(1)))
	down, taken := errors.New("down"), 0
	n, err := s.Drain(t.Context(), func(context.Context, consent.Entry) error {
		if taken++; taken == 2 {
			return down
		}
		return nil
	})
	if n != 1 || !errors.Is(err, down) {
		t.Errorf("drained %d, %v", n, err)
	}
	if got := drain(t, s); len(got) != 1 || got[0].Scope != entry(1).Scope {
		t.Errorf("left: %+v", got)
	}
}

func TestEntriesThatDoNotFitAreCounted(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "spool"))
	kept := 0
	for s.Keep(large(kept)) == nil {
		kept++
	}
	if err := s.Keep(large(0)); !errors.Is(err, spool.ErrFull) || s.Lost() != 2 || kept < 10 {
		t.Errorf("kept %d, lost %d, %v", kept, s.Lost(), err)
	}
	if got := drain(t, s); len(got) != kept {
		t.Errorf("drained %d of %d", len(got), kept)
	}
	must(t, s.Keep(entry(0)))
	var none spool.Spool
	if err := none.Keep(entry(0)); !errors.Is(err, spool.ErrOff) || none.Lost() != 1 {
		t.Errorf("without a file: %v, lost %d", err, none.Lost())
	}
	bad := entry(0)
	bad.Decision = "maybe"
	if s.Keep(bad) == nil {
		t.Error("an entry that can never be recorded was kept")
	}
}

// The operator restarts the service during an outage with a full spool. The lost
// entries are reported once, when the registry is back.
func TestLostEntriesAreReportedOnceAfterARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "spool")
	s, kept := open(t, path), 0
	for s.Keep(large(kept)) == nil {
		kept++
	}
	if s.Keep(large(0)) == nil {
		t.Error("a spool that is full keeps")
	}
	again := func(want int64) {
		t.Helper()
		must(t, s.Close())
		if s = open(t, path); s.Lost() != want {
			t.Errorf("after a restart %d are lost, want %d", s.Lost(), want)
		}
	}
	again(2)
	s.LossNoted(2)
	if s.Keep(large(0)) == nil || s.Lost() != 3 {
		t.Errorf("%d are lost, want 3", s.Lost())
	}
	again(1)
	s.LossNoted(1)
	again(0)
	if got := drain(t, s); len(got) != kept || s.Lost() != 0 {
		t.Errorf("drained %d of %d, lost %d", len(got), kept, s.Lost())
	}
}

// An editor or a copy may append to the file.
func TestWhatIsAppendedToTheFileIsIgnored(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "spool")
	s := open(t, path)
	must(t, s.Keep(entry(0)))
	bad := entry(1)
	bad.Decision = "maybe"
	if s.Keep(bad) == nil {
		t.Error("an entry that can never be recorded was kept")
	}
	must(t, s.Close())
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	_, err = f.WriteString("\n")
	must(t, errors.Join(err, f.Close()))
	if s = open(t, path); s.Lost() != 1 || len(drain(t, s)) != 1 {
		t.Errorf("%d are lost, want 1", s.Lost())
	}
}

// The last entry and the count do not overwrite each other.
func TestAnEntryThatWouldReachIntoTheCountIsNotKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "spool")
	s := open(t, path)
	end := func() int {
		content, err := os.ReadFile(path)
		must(t, err)
		return len(bytes.TrimRight(content[:spool.Size-40], "\n")) + 1
	}
	must(t, s.Keep(entry(0)))
	one, kept := end(), 1
	for ; s.Keep(large(kept)) == nil; kept++ {
	}
	left := spool.Size - 20 - end() // an entry that fills it ends inside of the count
	fill := entry(0)
	for n := left / one; n > 1; n-- {
		fill.Portal = "https://portail.example" + strings.Repeat("x", min(200, left-n*one))
		must(t, s.Keep(fill))
		left, kept = left-one-len(fill.Portal)+len("https://portail.example"), kept+1
	}
	fill.Portal = "https://portail.example" + strings.Repeat("x", left-one)
	if err := s.Keep(fill); !errors.Is(err, spool.ErrFull) {
		t.Errorf("%d bytes of an entry found room in %d: %v", left, left-12, err)
	}
	must(t, s.Close())
	if s = open(t, path); s.Lost() != 2 {
		t.Errorf("%d are lost, want 2", s.Lost())
	}
	if got := drain(t, s); len(got) != kept {
		t.Errorf("drained %d of %d", len(got), kept)
	}
}

func TestATornLineIsCountedAndHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "spool")
	s := open(t, path)
	must(t, s.Keep(entry(0)))
	must(t, s.Keep(entry(1)))
	must(t, s.Close())
	content, err := os.ReadFile(path)
	must(t, err)
	half := bytes.IndexByte(content, '\n') / 2
	copy(content[half:], bytes.Repeat([]byte("\n"), half))
	must(t, os.WriteFile(path, content, 0o600))
	s = open(t, path)
	if got := drain(t, s); len(got) != 1 || got[0].Scope != entry(1).Scope || s.Lost() == 0 {
		t.Errorf("drained %+v, lost %d", got, s.Lost())
	}
}

func TestTwoProgramsDoNotShareASpool(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "spool")
	open(t, path)
	if _, err := spool.Open(path); !errors.Is(err, spool.ErrTaken) {
		t.Errorf("the second: %v", err)
	}
}

func TestManyAtOnceAreAllKept(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "spool"))
	var all sync.WaitGroup
	for n := range 50 {
		all.Go(func() {
			if err := s.Keep(entry(n)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	scopes := map[string]bool{}
	for _, e := range drain(t, s) {
		scopes[e.Scope] = true
	}
	if len(scopes) != 50 {
		t.Errorf("%d of 50 came back", len(scopes))
	}
}

func TestAFullDiskHasRoomForTheSpool(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "spool")
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childFull+"="+path)
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got := drain(t, open(t, path)); len(got) != 1 {
		t.Errorf("drained %+v", got)
	}
}
