package consenttest

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"charte/internal/consent"
)

func order(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	for n := range 5 {
		add(t, r, refusal(start.AddDate(0, 0, n)))
	}
	for i, record := range all(t, r, 1) {
		if want := int64(i + 1); record.Sequence != want || record.Time.Day() != start.Day()+i {
			t.Errorf("record %d of day %d is number %d", record.Sequence, record.Time.Day(), want)
		}
	}
	if rest := all(t, r, 4); len(rest) != 2 || rest[0].Sequence != 4 {
		t.Errorf("from 4 on there are %d records, want 4 and 5", len(rest))
	}
	if none := all(t, r, 6); len(none) != 0 {
		t.Errorf("after the last there are %d records", len(none))
	}
	if _, head := verify(t, r); head.Sequence != 5 {
		t.Errorf("head at %d, want 5", head.Sequence)
	}
}

func durability(t *testing.T, open Store) {
	r := open(t)
	before := add(t, r, refusal(start), grant(t, start, 1))
	must(t, r.Close())
	r = open(t)
	defer r.Close()
	if after := all(t, r, 1); !reflect.DeepEqual(before, after) {
		t.Errorf("after the restart:\n%+v\nbefore:\n%+v", after, before)
	}
	if next := add(t, r, refusal(start)); next[0].Sequence != 3 || next[0].Previous != before[1].Hash {
		t.Errorf("the chain does not go on after the restart: %+v", next[0])
	}
	verify(t, r)
}

func concurrency(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	const callers, each = 40, 5
	got := together(t, callers, each, r)
	for sequence, record := range got {
		if record.Receipt != receipt(t, byte(record.Time.Minute())) {
			t.Errorf("record %d went to another caller", sequence)
		}
	}
	if stored := all(t, r, 1); len(stored) != callers*each || len(got) != callers*each {
		t.Errorf("%d acknowledged and %d stored, want %d", len(got), len(stored), callers*each)
	}
	verify(t, r)
}

func twoPrograms(t *testing.T, open Store) {
	first, second := open(t), open(t)
	defer first.Close()
	defer second.Close()
	const callers, each = 10, 5
	got := together(t, callers, each, first, second)
	if stored := all(t, first, 1); len(stored) != 2*callers*each || len(got) != len(stored) {
		t.Errorf("%d acknowledged and %d stored, want %d", len(got), len(stored), 2*callers*each)
	}
	verify(t, second)
}

// together appends from many goroutines to each registry at once, and returns
// what was acknowledged, by number. Each caller uses its own minute.
func together(t *testing.T, callers, each int, registries ...consent.Registry) map[int64]consent.Record {
	var mu sync.Mutex
	var running sync.WaitGroup
	got := map[int64]consent.Record{}
	for _, r := range registries {
		for caller := range callers {
			e := grant(t, start.Truncate(time.Hour).Add(time.Duration(caller)*time.Minute), byte(caller))
			running.Go(func() {
				for range each {
					record, err := r.Append(t.Context(), e)
					if err != nil {
						t.Errorf("append: %v", err)
						continue
					}
					mu.Lock()
					got[record.Sequence] = record
					mu.Unlock()
				}
			})
		}
	}
	running.Wait()
	return got
}

func cancellation(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Append(ctx, refusal(start)); !errors.Is(err, context.Canceled) {
		t.Errorf("append with a cancelled context: %v", err)
	}
	ctx, cancel = context.WithDeadline(t.Context(), time.Unix(1, 0))
	defer cancel()
	if _, err := r.Append(ctx, refusal(start)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("append after the deadline: %v", err)
	}
	if err := r.KeepScope(ctx, consent.Scope{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("keep a scope after the deadline: %v", err)
	}
	if stored := all(t, r, 1); len(stored) != 0 {
		t.Errorf("%d records were written", len(stored))
	}
	add(t, r, refusal(start)) // the registry still works
}

func repetition(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	twice := add(t, r, grant(t, start, 1), grant(t, start, 1))
	if twice[0].Sequence != 1 || twice[1].Sequence != 2 || twice[0].Hash == twice[1].Hash {
		t.Errorf("records %d and %d", twice[0].Sequence, twice[1].Sequence)
	}
	verify(t, r)
}

func clockBackwards(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	add(t, r, grant(t, start, 1), grant(t, start.Add(-time.Hour), 2), refusal(start.AddDate(-1, 0, 0)), grant(t, start, 3))
	if _, head := verify(t, r); head.Sequence != 4 {
		t.Errorf("head at %d, want 4", head.Sequence)
	}
}

func badEntries(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	for name, spoil := range map[string]func(*consent.Entry){
		"an unknown decision":            func(e *consent.Entry) { e.Decision = "maybe" },
		"a grant without a receipt":      func(e *consent.Entry) { e.Receipt = "" },
		"a grant without a text":         func(e *consent.Entry) { e.Text = "" },
		"a scope that is not a hash":     func(e *consent.Entry) { e.Scope = "statistics" },
		"a purpose that is a cookie key": func(e *consent.Entry) { e.Choice = consent.Choice{"matomo": true} },
		"a portal with a path":           func(e *consent.Entry) { e.Portal = "https://portail.example/page" },
		"a portal with a line break":     func(e *consent.Entry) { e.Portal = "https://portail.example\nx" },
		"a portal with a NUL":            func(e *consent.Entry) { e.Portal = "https://portail.example\x00" },
		"a portal that is not UTF-8":     func(e *consent.Entry) { e.Portal = "https://portail.example\xff" },
		"a language with a line break":   func(e *consent.Entry) { e.Language = "fr\n" },
		"a year after 9999":              func(e *consent.Entry) { e.Time = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC) },
	} {
		e := grant(t, start, 1)
		spoil(&e)
		if _, err := r.Append(t.Context(), e); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if stored := all(t, r, 1); len(stored) != 0 {
		t.Errorf("%d records were written", len(stored))
	}
}

func fields(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	e := grant(t, start.In(time.FixedZone("", 7200)), 1)
	e.GPC, e.Ends, e.Language, e.Portal = true, receipt(t, 2), "zh-Hant-TW", "https://données.example:8443"
	bare := consent.Entry{Time: start, Decision: consent.Seen, Scope: hash('c'), Language: "en"}
	added := add(t, r, e, bare)
	stored := all(t, r, 1)
	e.Time = start
	if !reflect.DeepEqual(stored[0].Entry, e) || stored[0].Hash != added[0].Hash {
		t.Errorf("stored %+v\nwant %+v", stored[0].Entry, e)
	}
	// A refusal is stored with its day only (C-23), and an empty choice remains empty.
	if got := stored[1]; !got.Time.Equal(start.Truncate(24*time.Hour)) || len(got.Choice) != 0 || got.Hash != added[1].Hash {
		t.Errorf("stored %+v", got)
	}
}

func closed(t *testing.T, open Store) {
	r := open(t)
	must(t, r.Close())
	if _, err := r.Append(t.Context(), refusal(start)); !errors.Is(err, consent.ErrClosed) {
		t.Errorf("append after the end: %v", err)
	}
}
