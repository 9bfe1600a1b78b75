package command

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/proof"
	"charte/internal/spool"
)

// Two instances that share a registry and both lost entries each write one note, instead
// of overwriting the other's every minute.
func TestEachInstanceNotesItsLossesOnce(t *testing.T) {
	t.Parallel()
	r, err := registryFlag{Registry: "sqlite:" + filepath.Join(t.TempDir(), "charte.db")}.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	instance := func(day int) *upkeep {
		return &upkeep{
			registry: r, spool: &spool.Spool{}, tally: proof.NewTally(time.Now), log: slog.New(slog.DiscardHandler),
			clock: SystemClock(), foreignChoices: func() int64 { return 0 }, wrote: func(error) {}, started: time.Date(2026, 11, day, 12, 0, 0, 0, time.UTC),
		}
	}
	first, second := instance(1), instance(2)
	loseEntry := func(u *upkeep) {
		if u.spool.Keep(consent.Entry{}) == nil {
			t.Error("a disabled spool accepted an entry")
		}
	}
	loseEntry(first)
	loseEntry(second)
	for range 3 {
		first.minutely(t.Context())
		second.minutely(t.Context())
	}
	loseEntry(first)
	first.minutely(t.Context())
	history, err := r.History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range history {
		got = append(got, p.Name+" "+p.Value)
	}
	want := []string{"unrecorded 1 since 2026-11-01T12:00:00Z", "unrecorded 1 since 2026-11-02T12:00:00Z", "unrecorded 2 since 2026-11-01T12:00:00Z"}
	if len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("noted %q, want %q", got, want)
	}
}
