package consenttest

import (
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"charte/internal/consent"
)

func purge(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	day := func(n int) time.Time { return start.AddDate(0, 0, n) }
	// The third is just not old, and the fourth is older: the clock went back.
	// Only records before the third can be purged.
	added := add(t, r, grant(t, day(0), 1), refusal(day(1)), grant(t, day(5), 2), refusal(day(2)), refusal(day(9)))
	before, today := day(5), day(20)
	if n, err := r.Purgeable(t.Context(), before, today); err != nil || n != 2 {
		t.Errorf("purgeable: %d, %v; want 2", n, err)
	}
	if left := all(t, r, 1); len(left) != 5 {
		t.Errorf("counting left %d records of 5", len(left))
	}
	if n, err := r.Purge(t.Context(), before, today); err != nil || n != 2 {
		t.Errorf("purged: %d, %v; want 2", n, err)
	}
	if at, err := r.Checkpoint(t.Context()); err != nil || at != added[1].Link() {
		t.Errorf("checkpoint %v, %v; want %v", at, err, added[1].Link())
	}
	if left := all(t, r, 1); !reflect.DeepEqual(left, added[2:]) {
		t.Errorf("left: %+v", left)
	}
	verify(t, r)
	if n, err := r.Purge(t.Context(), before, today); err != nil || n != 0 {
		t.Errorf("purged again: %d, %v; want 0", n, err)
	}
	if _, err := r.Receipt(t.Context(), receipt(t, 1)); !errors.Is(err, consent.ErrNotFound) {
		t.Errorf("the receipt of a purged record: %v", err)
	}
	if n, err := r.Purge(t.Context(), day(6), today); err != nil || n != 2 {
		t.Errorf("purged more on the same day: %d, %v; want 2", n, err)
	}
	if after, _ := verify(t, r); after != added[3].Link() {
		t.Errorf("the chain starts after %v, want %v", after, added[3].Link())
	}
}

// purgeMany takes more than one transaction.
func purgeMany(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	const callers, each = 50, 41
	together(t, callers, each, r)
	if n, err := r.Purge(t.Context(), start.AddDate(1, 0, 0), start); err != nil || n != callers*each {
		t.Errorf("purged: %d, %v; want %d", n, err, callers*each)
	}
	if left := all(t, r, 1); len(left) != 0 {
		t.Errorf("%d records are left", len(left))
	}
	verify(t, r)
}

// purgeMeanwhile purges from another program while the service continues to run.
func purgeMeanwhile(t *testing.T, open Store) {
	service, beside := open(t), open(t)
	defer service.Close()
	defer beside.Close()
	const old, callers, each = 2100, 10, 20
	for range old / 50 {
		var adding sync.WaitGroup
		for range 50 {
			adding.Go(func() {
				if _, err := service.Append(t.Context(), refusal(start.AddDate(-1, 0, 0))); err != nil {
					t.Error(err)
				}
			})
		}
		adding.Wait()
	}
	var purging sync.WaitGroup
	purging.Go(func() {
		if n, err := beside.Purge(t.Context(), start.AddDate(0, 0, -1), start); err != nil || n != old {
			t.Errorf("purged: %d, %v; want %d", n, err, old)
		}
	})
	got := together(t, callers, each, service)
	purging.Wait()
	if left := all(t, beside, 1); len(left) != callers*each || len(got) != callers*each {
		t.Errorf("%d acknowledged and %d left, want %d", len(got), len(left), callers*each)
	}
	if after, head := verify(t, service); after.Sequence != old || head.Sequence != old+callers*each {
		t.Errorf("the chain runs from %d to %d", after.Sequence, head.Sequence)
	}
}

func purgeAll(t *testing.T, open Store) {
	r := open(t)
	added := add(t, r, grant(t, start, 1), refusal(start))
	later := start.AddDate(10, 0, 0)
	if n, err := r.Purge(t.Context(), later, later); err != nil || n != 2 {
		t.Errorf("purged: %d, %v; want 2", n, err)
	}
	verify(t, r)
	must(t, r.Close())
	r = open(t)
	defer r.Close()
	next := add(t, r, refusal(later))[0]
	if next.Sequence != 3 || next.Previous != added[1].Hash {
		t.Errorf("the next record is %d after %s, want 3 after %s", next.Sequence, next.Previous, added[1].Hash)
	}
	if after, head := verify(t, r); after != added[1].Link() || head != next.Link() {
		t.Errorf("the chain runs from %v to %v", after, head)
	}
}

func totals(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	add(t, r, refusal(start), refusal(start), grant(t, start, 1), refusal(start.AddDate(0, 0, 1)))
	for decision, counts := range map[consent.Decision][]int64{consent.BannerShown: {7, 3}, consent.BannerShownAgain: {4}} {
		for _, n := range counts {
			must(t, r.Count(t.Context(), consent.Total{Day: start, Decision: decision, Language: "fr", Text: hash('b'), Count: n}))
		}
	}
	must(t, r.Count(t.Context(), consent.Total{Day: start, Decision: consent.Object, Choice: consent.Choice{"audience": false}, Language: "fr", Count: 2}))
	_, err := r.Purge(t.Context(), start.AddDate(1, 0, 0), start)
	must(t, err)
	day, no := start.Truncate(24*time.Hour), refusal(start).Choice
	want := []consent.Total{
		{Day: day, Decision: consent.BannerShown, Choice: consent.Choice{}, Language: "fr", Text: hash('b'), Count: 10},
		{Day: day, Decision: consent.BannerShownAgain, Choice: consent.Choice{}, Language: "fr", Text: hash('b'), Count: 4},
		{Day: day, Decision: consent.Custom, Choice: grant(t, start, 1).Choice, Language: "fr", Text: hash('b'), Count: 1},
		{Day: day, Decision: consent.Object, Choice: consent.Choice{"audience": false}, Language: "fr", Count: 2},
		{Day: day, Decision: consent.Refuse, Choice: no, Language: "fr", Text: hash('b'), Count: 2},
		{Day: day.AddDate(0, 0, 1), Decision: consent.Refuse, Choice: no, Language: "fr", Text: hash('b'), Count: 1},
	}
	if got, err := r.Totals(t.Context(), start, start.AddDate(0, 0, 1)); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
	}
	if got, err := r.Totals(t.Context(), start.AddDate(0, 0, 1), start.AddDate(0, 0, 9)); err != nil || len(got) != 1 {
		t.Errorf("on the second day: %+v, %v", got, err)
	}
}
