package stats_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/stats"
)

// A year is a few rows, which add up to the same numbers.
func TestDaysAreGroupedByWeekAndMonth(t *testing.T) {
	t.Parallel()
	sunday := monday.AddDate(0, 0, -1)
	days := stats.New([]consent.Total{
		total(-1, consent.Accept, "a=true", "fr", "", 1), total(0, consent.Accept, "a=true", "fr", "", 2), total(6, consent.Refuse, "a=false", "fr", "", 4), total(8, consent.Accept, "a=true", "fr", "", 8),
	}, sunday, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)).Days
	for step, want := range map[stats.Step]string{
		stats.Week:  "[{2026-11-16 [1 0 0 0 0]} {2026-11-23 [2 4 0 0 0]} {2026-11-30 [8 0 0 0 0]}]",
		stats.Month: "[{2026-11 [3 4 0 0 0]} {2026-12 [8 0 0 0 0]}]",
	} {
		grouped := days.By(step)
		if got := fmt.Sprint(grouped.Rows); got != want || !slices.Equal(grouped.Sum(), days.Sum()) {
			t.Errorf("by %s: got %s, want %s", step, got, want)
		}
	}
	if got := days.By(stats.Day); len(got.Rows) != 10 {
		t.Errorf("by day: %d rows", len(got.Rows))
	}
}
