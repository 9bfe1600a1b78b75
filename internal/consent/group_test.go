package consent_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"charte/internal/consent"
)

// entry returns a valid entry that can be told apart by its portal.
func entry(portal string) consent.Entry {
	return consent.Entry{
		Time: time.Date(2026, time.March, 9, 0, 0, 0, 0, time.UTC), Decision: consent.Refuse,
		Scope: strings.Repeat("a", 64), Language: "fr", Portal: "https://" + portal,
	}
}

// store commits groups, each after the test has opened the gate. The zero value,
// without a gate, commits at once.
type store struct {
	gate   chan error
	groups [][]consent.Entry
	head   consent.Link
}

func (s *store) commit(_ context.Context, entries []consent.Entry) ([]consent.Record, error) {
	s.groups = append(s.groups, entries)
	if s.gate != nil {
		if err := <-s.gate; err != nil {
			return nil, err
		}
	}
	var records []consent.Record
	for _, e := range entries {
		r := consent.NewRecord(e, s.head.Sequence+1, s.head.Hash)
		records, s.head = append(records, r), r.Link()
	}
	return records, nil
}

// In a synctest bubble, Wait returns when every goroutine is blocked, and the test fails
// if one remains at the end: no sleeping, no leak.
func inGroup(t *testing.T, test func(t *testing.T, g *consent.Group, s *store)) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &store{gate: make(chan error)}
		g := consent.NewGroup(s.commit)
		test(t, g, s)
		close(s.gate)
		g.Close()
	})
}

func TestQueuedEntriesShareOneCommit(t *testing.T) {
	inGroup(t, func(t *testing.T, g *consent.Group, s *store) {
		var callers sync.WaitGroup
		call := func() {
			if r, err := g.Append(t.Context(), entry("a.example")); err != nil || r.Sequence == 0 {
				t.Errorf("append: %+v, %v", r, err)
			}
		}
		callers.Go(call)
		synctest.Wait() // the first is taken; the others find it busy
		for range 600 {
			callers.Go(call)
		}
		synctest.Wait()
		for range 3 {
			s.gate <- nil
			synctest.Wait()
		}
		callers.Wait()
		if len(s.groups) != 3 || len(s.groups[0]) != 1 || len(s.groups[1]) != 512 || len(s.groups[2]) != 88 {
			t.Errorf("%d groups, want 1, 512 and 88 entries", len(s.groups))
		}
	})
}

func TestEachCallerGetsItsOwnRecord(t *testing.T) {
	t.Parallel()
	g := consent.NewGroup((&store{}).commit)
	defer g.Close()
	var callers sync.WaitGroup
	for _, portal := range []string{"a.example", "b.example", "c.example"} {
		callers.Go(func() {
			for range 200 {
				if r, err := g.Append(t.Context(), entry(portal)); err != nil || r.Portal != "https://"+portal {
					t.Errorf("%s got %+v, %v", portal, r, err)
				}
			}
		})
	}
	callers.Wait()
}

func TestACancelledCallerIsWrittenOnlyIfTaken(t *testing.T) {
	inGroup(t, func(t *testing.T, g *consent.Group, s *store) {
		ctx, cancel := context.WithCancel(t.Context())
		var callers sync.WaitGroup
		call := func(portal string) {
			if _, err := g.Append(ctx, entry(portal)); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", portal, err)
			}
		}
		callers.Go(func() { call("taken.example") })
		synctest.Wait()
		callers.Go(func() { call("waiting.example") })
		synctest.Wait()
		cancel()
		callers.Wait() // both have their answer while the commit still runs
		s.gate <- nil
		synctest.Wait()
		if len(s.groups) != 1 || len(s.groups[0]) != 1 || s.groups[0][0].Portal != "https://taken.example" || s.head.Sequence != 1 {
			t.Errorf("written: %+v", s.groups)
		}
	})
}

func TestACallerWhoHasLeftIsNeverWritten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &store{}
		g := consent.NewGroup(s.commit)
		defer g.Close()
		left, cancel := context.WithCancel(t.Context())
		cancel()
		for range 100 { // a select would choose by chance
			synctest.Wait() // the group is ready to take it
			if _, err := g.Append(left, entry("a.example")); !errors.Is(err, context.Canceled) {
				t.Errorf("append: %v", err)
			}
		}
		if len(s.groups) != 0 {
			t.Errorf("%d were written", len(s.groups))
		}
	})
}

func TestAFailedCommitGrantsNobody(t *testing.T) {
	inGroup(t, func(t *testing.T, g *consent.Group, s *store) {
		full := errors.New("disk full")
		var callers sync.WaitGroup
		for range 3 {
			callers.Go(func() {
				if r, err := g.Append(t.Context(), entry("a.example")); !errors.Is(err, full) || r.Sequence != 0 {
					t.Errorf("append: %+v, %v", r, err)
				}
			})
			synctest.Wait()
		}
		s.gate <- full
		s.gate <- full
		callers.Wait()
		callers.Go(func() {
			if _, err := g.Append(t.Context(), entry("a.example")); err != nil {
				t.Errorf("after the disk has room: %v", err)
			}
		})
		s.gate <- nil
		callers.Wait()
	})
}

// A panic must not end the process: every caller of that commit gets an error, one of
// them the stack, and the next commit works.
func TestAPanicInACommitFailsThatCommitOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &store{gate: make(chan error)}
		broken := true
		g := consent.NewGroup(func(ctx context.Context, entries []consent.Entry) ([]consent.Record, error) {
			records, err := s.commit(ctx, entries)
			if broken && len(s.groups) == 2 {
				panic("canary: the value of a visitor")
			}
			return records, err
		})
		var callers sync.WaitGroup
		var mu sync.Mutex
		var failed []string
		call := func() {
			if r, err := g.Append(t.Context(), entry("a.example")); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failed = append(failed, err.Error())
				if r.Sequence != 0 {
					t.Errorf("a record with an error: %+v", r)
				}
			}
		}
		for range 4 { // the first alone, the others together
			callers.Go(call)
			synctest.Wait()
		}
		s.gate <- nil
		s.gate <- nil
		callers.Wait()
		broken = false
		callers.Go(call)
		s.gate <- nil
		callers.Wait()
		g.Close()
		all := strings.Join(failed, "\n")
		if len(failed) != 3 || strings.Count(all, "panic of type string") != 3 || strings.Count(all, "[running") != 1 || strings.Contains(all, "canary") {
			t.Errorf("%d failed of 3:\n%s", len(failed), all)
		}
	})
}

func TestTooFewRecordsAreAFailure(t *testing.T) {
	t.Parallel()
	g := consent.NewGroup(func(context.Context, []consent.Entry) ([]consent.Record, error) { return nil, nil })
	defer g.Close()
	if _, err := g.Append(t.Context(), entry("a.example")); err == nil {
		t.Error("a caller was answered without a record")
	}
}

func TestABadEntryNeverReachesTheCommit(t *testing.T) {
	t.Parallel()
	s := &store{}
	g := consent.NewGroup(s.commit)
	_, err := g.Append(t.Context(), entry("a.example/page"))
	g.Close()
	if err == nil || len(s.groups) != 0 {
		t.Errorf("committed %+v, %v", s.groups, err)
	}
}

func TestCloseWritesWhatWaitsThenRefuses(t *testing.T) {
	inGroup(t, func(t *testing.T, g *consent.Group, s *store) {
		var callers sync.WaitGroup
		for range 3 {
			callers.Go(func() {
				if _, err := g.Append(t.Context(), entry("a.example")); err != nil {
					t.Errorf("an entry that waited at the end: %v", err)
				}
			})
			synctest.Wait()
		}
		callers.Go(g.Close)
		callers.Go(g.Close) // twice is no harm
		synctest.Wait()
		if _, err := g.Append(t.Context(), entry("late.example")); !errors.Is(err, consent.ErrClosed) {
			t.Errorf("an entry after the end: %v", err)
		}
		s.gate <- nil
		s.gate <- nil
		callers.Wait()
		if s.head.Sequence != 3 {
			t.Errorf("%d records, want 3", s.head.Sequence)
		}
	})
}

func TestACommitThatNeverAnswersEndsByItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // where time passes when all wait
		g := consent.NewGroup(func(ctx context.Context, _ []consent.Entry) ([]consent.Record, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})
		defer g.Close()
		if _, err := g.Append(t.Context(), entry("a.example")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("append: %v", err)
		}
	})
}
