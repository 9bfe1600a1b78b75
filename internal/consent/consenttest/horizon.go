package consenttest

import (
	"context"
	"reflect"
	"testing"
	"time"

	"charte/internal/consent"
)

// purgeFuture purges records that were made by a clock that was ahead for a while:
// more than one transaction of a purge removes.
func purgeFuture(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	const ahead = 45
	old, future, now := start, start.AddDate(20, 0, 0), start.AddDate(2, 0, 0)
	added := add(t, r, refusal(old), grant(t, future, 1))
	together(t, ahead, ahead, dated{r, future})
	added = append(added, add(t, r, refusal(old.AddDate(0, 0, 1)), refusal(now), grant(t, future, 2), refusal(now))...)
	if n, first, err := r.DatedAfter(t.Context(), now); err != nil || n != 1+ahead*ahead+1 || !reflect.DeepEqual(first, added[1]) {
		t.Errorf("dated after %v: %d, the first %+v, %v", now, n, first, err)
	}
	if n, first, err := r.DatedAfter(t.Context(), future); err != nil || n != 0 || first.Sequence != 0 {
		t.Errorf("dated after %v: %d, the first %+v, %v", future, n, first, err)
	}
	const gone = 1 + 1 + ahead*ahead + 1
	before := start.AddDate(1, 0, 0)
	if n, err := r.Purgeable(t.Context(), before, now); err != nil || n != gone {
		t.Errorf("purgeable: %d, %v; want %d", n, err, gone)
	}
	if n, err := r.Purge(t.Context(), before, now); err != nil || n != gone {
		t.Errorf("purged: %d, %v; want %d", n, err, gone)
	}
	if after, _ := verify(t, r); after != added[2].Link() {
		t.Errorf("the chain starts after %v, want %v", after, added[2].Link())
	}
	want := []consent.Removal{{Day: now.Truncate(24 * time.Hour), To: added[2].Link()}}
	if got, err := r.Removals(t.Context()); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("removals %v, %v; want %v", got, err, want)
	}
	// The records after the last old one are kept, whatever their dates.
	if n, err := r.Purge(t.Context(), before, now); err != nil || n != 0 {
		t.Errorf("purged again: %d, %v", n, err)
	}
	if at, err := r.Newest(t.Context()); err != nil || !at.Equal(now.Truncate(24*time.Hour)) {
		t.Errorf("the newest record is of %v, %v", at, err)
	}
}

// dated is a registry whose entries are all of one time.
type dated struct {
	consent.Registry
	at time.Time
}

func (d dated) Append(ctx context.Context, e consent.Entry) (consent.Record, error) {
	e.Time = d.at
	return d.Registry.Append(ctx, e)
}

func horizon(t *testing.T, open Store) {
	r := open(t)
	stay := func(at time.Time) time.Time { return at }
	if at, err := r.MoveHorizon(t.Context(), stay); err != nil || !at.IsZero() {
		t.Errorf("without a record the horizon is %v, %v", at, err)
	}
	add(t, r, grant(t, start.AddDate(20, 0, 0), 1), grant(t, start, 2), grant(t, start.AddDate(1, 0, 0), 3))
	if at, err := r.Horizon(t.Context()); err != nil || !at.Equal(start) {
		t.Errorf("the horizon is %v, %v; want the oldest date, %v", at, err, start)
	}
	further := func(at time.Time) time.Time { return at.Add(time.Hour) }
	for range 2 {
		_, err := r.MoveHorizon(t.Context(), further)
		must(t, err)
	}
	must(t, r.Close())
	r = open(t)
	defer r.Close()
	if at, err := r.Horizon(t.Context()); err != nil || !at.Equal(start.Add(2*time.Hour)) {
		t.Errorf("moved twice, and after a restart, the horizon is %v, %v", at, err)
	}
}
