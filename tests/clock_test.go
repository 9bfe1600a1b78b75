package tests

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"charte/internal/command"
	"charte/internal/consent"
)

// testClock is a clock that the test sets; it sends hours and minutes on demand.
type testClock struct {
	mu           sync.Mutex
	now          time.Time
	hour, minute chan time.Time
}

func newClock(now time.Time) *testClock {
	return &testClock{now: now, hour: make(chan time.Time), minute: make(chan time.Time)}
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// clock returns the clock for the program. Its other intervals never elapse.
func (c *testClock) clock() command.Clock {
	return command.Clock{Now: c.Now, Every: func(interval time.Duration) (<-chan time.Time, func()) {
		ticks := map[time.Duration]chan time.Time{time.Hour: c.hour, time.Minute: c.minute}[interval]
		return ticks, func() {}
	}}
}

// hours sends n hours and returns when the program has done the work of the last one.
func (c *testClock) hours(n int) {
	for range n {
		c.set(c.Now().Add(time.Hour))
		c.hour <- c.Now()
	}
	c.minute <- c.Now()
}

// charteAt runs a command at a fixed time.
func charteAt(t *testing.T, now time.Time, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := command.Run(context.Background(), newClock(now).clock(), args, nil, &out, &safeBuffer{}, charters)
	return out.String(), err
}

// today is the real date in these tests.
var today = time.Date(2031, time.November, 20, 9, 0, 0, 0, time.UTC)

// recordedOn appends a refusal at each date.
func recordedOn(t *testing.T, registry string, dates ...time.Time) {
	t.Helper()
	r := look(t, registry)
	if err := r.KeepScope(t.Context(), consent.Scope{}); err != nil {
		t.Fatal(err)
	}
	for _, at := range dates {
		e := consent.Entry{Time: at, Decision: consent.Refuse, Choice: consent.Choice{"statistics": false}, Scope: consent.Scope{}.Hash(), Language: "fr"}
		if _, err := r.Append(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, registry string) int {
	t.Helper()
	return len((&program{registry: registry}).records(t))
}

// P-10: the running service purges records older than the retention, also on the day
// after an upgrade; totals and the chain remain valid.
func TestRecordsOlderThanTheRetentionArePurged(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		old := today.AddDate(0, -66, -1) // became old since the last purge by an earlier version
		recordedOn(t, registry, old, old, today.AddDate(0, -65, 0))
		clock := newClock(today)
		p := startAt(t, clock.clock(), registry, "--retention", "off")
		clock.hours(48)
		p.stop()
		if n := count(t, registry); n != 3 {
			t.Errorf("with retention off, %d records are left", n)
		}
		clock = newClock(today)
		p = startAt(t, clock.clock(), registry)
		clock.minute <- today
		if n := count(t, registry); n != 3 {
			t.Errorf("%d records are left at the start, want all 3", n)
		}
		clock.hours(24)
		p.stop()
		if n := count(t, registry); n != 1 || !strings.Contains(p.log.String(), "records older than the retention were removed") {
			t.Errorf("%d records are left, want 1:\n%s", n, p.log)
		}
		out, err := charteAt(t, today.AddDate(0, 0, 1), "verify", "--registry", registry)
		if err != nil || !strings.Contains(out, "Records 1 to 2 were purged") || !strings.Contains(out, "records 1 to 2 were purged on 2031-11-2") {
			t.Errorf("verify: %q, %v", out, err)
		}
		totals, err := look(t, registry).Totals(t.Context(), old, old)
		if err != nil || len(totals) != 1 || totals[0].Count != 2 {
			t.Errorf("totals %+v, %v", totals, err)
		}
	})
}

// A clock that is years ahead for a day, at the start or after it, and right after an
// upgrade too, purges no record that was not due.
func TestAClockThatIsAheadPurgesNoRecord(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		var dates []time.Time
		for i := range 50 {
			dates = append(dates, today.AddDate(0, -66, 4*i))
		}
		recordedOn(t, registry, dates...)
		clock := newClock(today.AddDate(14, 0, 0))
		p := startAt(t, clock.clock(), registry)
		clock.hours(24)
		p.stop()
		if n := count(t, registry); n < 49 {
			t.Errorf("a day with a wrong clock left %d records of 50", n)
		}
		if log := p.log.String(); strings.Count(log, "compare the clock of this machine with another") != 1 {
			t.Errorf("the log does not warn exactly once:\n%s", log)
		}
		left := count(t, registry)
		out, err := charteAt(t, today.AddDate(14, 0, 0), "purge", "--registry", registry)
		if err == nil || !strings.Contains(err.Error(), "compare that clock with another; if it is right, add --yes") || count(t, registry) != left {
			t.Errorf("purge by a wrong clock: %q, %v", out, err)
		}
		// With the right date again, purging continues with the records due on the next
		// day.
		clock = newClock(today)
		p = startAt(t, clock.clock(), registry)
		clock.hours(30 * 24)
		p.stop()
		if n, gone := count(t, registry), 30/4+1; n < 50-gone-1 || n > 50-gone+1 {
			t.Errorf("after a month by the right clock %d records are left, want %d", n, 50-gone)
		}
	})
}

// With --yes, purge removes everything that is old enough at once.
func TestPurgeRequiresYes(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		recordedOn(t, registry, today.AddDate(-9, 0, 0), today.AddDate(-8, 0, 0), today)
		for _, step := range []struct {
			args    []string
			out     string
			refused bool
			left    int
		}{
			{[]string{"--dry-run"}, "2 records would be removed (retention: 66 months).\n2 of them only with --yes: they are dated 2022-11-20 or later.\n", false, 3},
			{nil, "0 records were removed (retention: 66 months).\n", true, 3},
			{[]string{"--retention", "120 months"}, "0 records were removed (retention: 120 months).\n", false, 3},
			{[]string{"--yes"}, "2 records were removed (retention: 66 months).\n", false, 1},
			{nil, "0 records were removed (retention: 66 months).\n", false, 1},
		} {
			out, err := charteAt(t, today, slices.Concat([]string{"purge", "--registry", registry}, step.args)...)
			if out != step.out || (err != nil) != step.refused || count(t, registry) != step.left {
				t.Errorf("purge %v: %q, %v; %d records are left", step.args, out, err, count(t, registry))
			}
		}
	})
}

// A record from the future does not block a purge; verify reports the record, and the
// log and the metrics report a clock that is behind.
func TestARecordFromTheFutureIsReportedAndBlocksNoPurge(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		old, future := today.AddDate(-6, 0, 0), today.AddDate(14, 0, 0)
		recordedOn(t, registry, old, future, old, today)
		out, err := charteAt(t, today, "verify", "--registry", registry)
		for _, want := range []string{
			"The chain is intact: 4 records",
			"1 record is dated before the one that it follows: record 3 (2025-11-20T00:00:00Z, after 2045-11-20T00:00:00Z)",
			"1 record is dated in the future: record 2 (2045-11-20T00:00:00Z, and it is 2031-11-20T09:00:00Z now)",
		} {
			if err != nil || !strings.Contains(out, want) {
				t.Errorf("verify: %q, %v; want %q", out, err, want)
			}
		}
		status := func(want string) {
			t.Helper()
			out, err := charteAt(t, today, "status", "--lang", "en", "--portal", portalOrigin, "--registry", registry)
			if !strings.Contains(out, want) {
				t.Errorf("status: %v; want %q:\n%s", err, want, out)
			}
		}
		status("ok         dates              records dated in the future: 1; the first is record 2, of 2045-11-20: a clock was wrong")
		if out, err := charteAt(t, today, "purge", "--yes", "--registry", registry); err != nil || count(t, registry) != 1 {
			t.Errorf("purge: %q, %v; %d records are left, want 1", out, err, count(t, registry))
		}
		if out, err := charteAt(t, today, "verify", "--registry", registry); err != nil || !strings.HasPrefix(out, "The chain is intact: 1 record, number 4, citing 0 texts; ") {
			t.Errorf("verify: %q, %v", out, err)
		}
		status("no record is dated in the future; some that were are purged")
		clock := newClock(today.AddDate(-1, 0, 0))
		p := startAt(t, clock.clock(), registry, "--admin", "localhost:0")
		clock.hours(2)
		if log := p.log.String(); strings.Count(log, "the newest record is dated after the clock of this machine") != 1 {
			t.Errorf("the log does not report the clock exactly once:\n%s", log)
		}
		behind := int((today.Truncate(24 * time.Hour).Sub(clock.Now())).Seconds())
		if _, metrics := ask(t, p.admin(t)+"/metrics"); !strings.Contains(metrics, fmt.Sprintf("\ncharte_clock_behind_seconds %.7g", float64(behind))) {
			t.Errorf("the metrics do not show that the clock is %d s behind", behind)
		}
	})
}

// verify does not call a chain without records valid: nothing was verified.
func TestVerifyReportsWhenTheLastRecordWasPurged(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		recordedOn(t, registry, today, today)
		future := today.AddDate(14, 0, 0)
		if out, err := charteAt(t, future, "purge", "--yes", "--registry", registry); err != nil {
			t.Fatal(out, err)
		}
		out, err := charteAt(t, today, "verify", "--registry", registry)
		if command.ExitStatus(err) != 3 || !strings.Contains(err.Error(), "records 1 to 2 were purged, and no other is left") {
			t.Errorf("verify: %v", err)
		}
		if screen, _ := charteAt(t, today, "status", "--lang", "en", "--portal", portalOrigin, "--registry", registry); !strings.Contains(screen, "last decision      none is left: record 2, the last, was purged") {
			t.Errorf("status: %s", screen)
		}
		if strings.Contains(out, "intact") || !strings.Contains(out, "records 1 to 2 were purged on 2045-11-20, which is in the future: the clock was ahead") {
			t.Errorf("verify: %q", out)
		}
	})
}
