package proof_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/proof"
)

// counted is where counts go; down, it takes only the first.
type counted struct {
	all  map[string]int64
	down error
}

func (c *counted) Count(_ context.Context, n consent.Total) error {
	if c.down != nil {
		return c.down
	}
	c.all[strings.Join(strings.Fields(fmt.Sprint(n.Day.Format(time.DateOnly), " ", n.Decision, " ", n.Choice, " ", n.Language, " ", n.Text)), " ")] += n.Count
	return nil
}

func TestBannersAndObjectionsAreCountedOnceByDay(t *testing.T) {
	t.Parallel()
	now := start
	tally := proof.NewTally(func() time.Time { return now })
	to := &counted{all: map[string]int64{}, down: errors.New("down")}
	tally.Add("fr", "a", false)
	tally.Add("fr", "a", false)
	tally.Add("en", "b", false)
	tally.Add("fr", "a", true)
	tally.Objected(consent.Object, []string{"audience", "maps"}, "fr")
	tally.Objected(consent.Object, []string{"maps", "audience"}, "fr")
	tally.Objected(consent.Allow, []string{"maps"}, "en")
	if err := tally.Flush(t.Context(), to); err == nil {
		t.Error("a failure is not told")
	}
	to.down = nil
	now = now.AddDate(0, 0, 1)
	tally.Add("fr", "a", false)
	for range 2 { // the second writes nothing
		must(t, tally.Flush(t.Context(), to))
	}
	if want := map[string]int64{"2026-03-09 fr a": 2, "2026-03-09 again fr a": 1, "2026-03-09 en b": 1, "2026-03-10 fr a": 1,
		"2026-03-09 object audience=false maps=false fr": 2, "2026-03-09 allow maps=true en": 1}; !maps.Equal(to.all, want) {
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
