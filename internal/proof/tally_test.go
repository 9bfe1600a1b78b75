package proof_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"

	"charte/internal/proof"
)

// counted is where counts go; down, it takes only the first.
type counted struct {
	all  map[string]int64
	down error
}

func (c *counted) CountBanners(_ context.Context, at time.Time, language, text string, again bool, times int64) error {
	if c.down != nil {
		return c.down
	}
	c.all[fmt.Sprint(at.Format(time.DateOnly), " ", language, " ", text, " ", again)] += times
	return nil
}

func TestBannersAreCountedOnceByDayLanguageAndText(t *testing.T) {
	t.Parallel()
	now := start
	tally := proof.NewTally(func() time.Time { return now })
	to := &counted{all: map[string]int64{}, down: errors.New("down")}
	tally.Add("fr", "a", false)
	tally.Add("fr", "a", false)
	tally.Add("en", "b", false)
	tally.Add("fr", "a", true)
	if err := tally.Flush(t.Context(), to); err == nil {
		t.Error("a failure is not told")
	}
	to.down = nil
	now = now.AddDate(0, 0, 1)
	tally.Add("fr", "a", false)
	for range 2 { // the second writes nothing
		must(t, tally.Flush(t.Context(), to))
	}
	if want := map[string]int64{"2026-03-09 fr a false": 2, "2026-03-09 fr a true": 1, "2026-03-09 en b false": 1, "2026-03-10 fr a false": 1}; !maps.Equal(to.all, want) {
		t.Errorf("counted %v", to.all)
	}
}

func TestWhateverIsAskedForTheTallyStaysSmall(t *testing.T) {
	t.Parallel()
	tally := proof.NewTally(func() time.Time { return start })
	for n := range 5000 {
		tally.Add("fr", fmt.Sprint(n), false)
	}
	to := &counted{all: map[string]int64{}}
	must(t, tally.Flush(t.Context(), to))
	sum := int64(0)
	for _, n := range to.all {
		sum += n
	}
	if len(to.all) > 1100 || sum != 5000 {
		t.Errorf("%d counts, %d in all", len(to.all), sum)
	}
}
