package proof_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/proof"
)

func TestValidChainIsSummedUpAndComparedWithAStoredHead(t *testing.T) {
	t.Parallel()
	r := open(t)
	records := add(t, r, refusal(start), grant(start, 1), refusal(start))
	told := int64(0)
	v, err := proof.Verify(t.Context(), r, []consent.Link{records[1].Link()}, start, func(done, total int64) { told = done*10 + total })
	if err != nil || v.Records() != 3 || v.Head != records[2].Link() || v.Texts != 1 || told != 33 {
		t.Errorf("got %+v, %v, told %d", v, err, told)
	}
	for name, head := range map[string]consent.Link{
		"another hash": {Sequence: 2, Hash: records[0].Hash},
		"a later one":  {Sequence: 4, Hash: records[0].Hash},
	} {
		var fault *consent.ChainError
		if _, err := proof.Verify(t.Context(), r, []consent.Link{head}, start, quiet); !errors.As(err, &fault) || fault.Sequence != head.Sequence {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// P-11: what a record cites must be there.
func TestARecordThatCitesWhatIsNotThereIsNamed(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*consent.Entry){
		"a text":  func(e *consent.Entry) { e.Text = strings.Repeat("a", 64) },
		"a scope": func(e *consent.Entry) { e.Scope = strings.Repeat("a", 64) },
	} {
		r := open(t)
		e := grant(start, 1)
		change(&e)
		add(t, r, refusal(start), e)
		if _, err := proof.Verify(t.Context(), r, nil, start, quiet); err == nil || !strings.Contains(err.Error(), "record 2 cites "+name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAHeadIsReadAsItIsPrinted(t *testing.T) {
	t.Parallel()
	head := consent.Link{Sequence: 12, Hash: strings.Repeat("0a", 32)}
	if got, err := proof.ParseHead(proof.FormatHead(head) + "\n"); err != nil || got != head {
		t.Errorf("got %v, %v", got, err)
	}
	for _, text := range []string{"", "12", "12:abc", ":" + head.Hash, "-1:" + head.Hash, "x:" + head.Hash, "1:" + strings.ToUpper(head.Hash)} {
		if got, err := proof.ParseHead(text); !errors.Is(err, proof.ErrHead) {
			t.Errorf("%q is read as %v, %v", text, got, err)
		}
	}
}

// P-10: on any day, what is older than the retention goes, and nothing else.
func TestRetentionPurgesByTheCalendar(t *testing.T) {
	t.Parallel()
	r := open(t)
	keep, err := proof.ParseRetention("66 months")
	must(t, err)
	records := add(t, r, refusal(start), grant(start.AddDate(0, 0, 1), 1), refusal(start.AddDate(1, 0, 0)))
	for _, step := range []struct {
		on   time.Time
		want int64
	}{
		{start.AddDate(0, 66, 0), 0},  // the last day is still retained
		{start.AddDate(0, 66, 1), 1},  // the day after, it goes
		{start.AddDate(0, 66, 10), 1}, // and then the next
		{start.AddDate(0, 66, 10), 0},
	} {
		bounds, err := keep.Confirm(t.Context(), r, step.on)
		must(t, err)
		n, err := r.Purgeable(t.Context(), bounds.Due, step.on)
		must(t, err)
		removed, err := r.Purge(t.Context(), bounds.Allowed, step.on)
		if err != nil || removed != step.want || n != removed {
			t.Errorf("on %s: removed %d, foretold %d, %v; want %d", step.on, removed, n, err, step.want)
		}
	}
	if v, err := proof.Verify(t.Context(), r, nil, start.AddDate(2, 0, 0), quiet); err != nil || v.Records() != 1 || v.After != records[1].Link() {
		t.Errorf("what is left: %+v, %v", v, err)
	}
	for _, bound := range []func() (proof.Bounds, error){
		func() (proof.Bounds, error) {
			return proof.Retention(0).Confirm(t.Context(), r, start.AddDate(100, 0, 0))
		},
		func() (proof.Bounds, error) {
			return proof.Retention(0).Bounds(t.Context(), r, start.AddDate(100, 0, 0))
		},
		func() (proof.Bounds, error) {
			return proof.Retention(0).Advance(t.Context(), r, start.AddDate(100, 0, 0), time.Hour)
		},
	} {
		if bounds, err := bound(); !bounds.Due.IsZero() || !bounds.Allowed.IsZero() || err != nil {
			t.Errorf("off would remove what is before %v, %v", bounds, err)
		}
	}
}

// However wrong the clock, an hour of it moves the horizon by two, and a right one
// brings it back.
func TestTheHorizonMovesSlowlyBothWays(t *testing.T) {
	t.Parallel()
	r := open(t)
	add(t, r, grant(start, 1), grant(start.AddDate(5, 0, 0), 2))
	const keep = proof.Retention(66)
	right := start.AddDate(0, 66, 3)
	for i, step := range []struct {
		now  time.Time
		want time.Time
	}{
		{right, start.Add(2 * time.Hour)},
		{start.AddDate(100, 0, 0), start.Add(4 * time.Hour)},
		{start.AddDate(-50, 0, 0), start.Add(2 * time.Hour)},
		{right, start.Add(4 * time.Hour)},
	} {
		_, err := keep.Advance(t.Context(), r, step.now, time.Hour)
		must(t, err)
		if at, err := r.Horizon(t.Context()); err != nil || !at.Equal(step.want) {
			t.Errorf("after hour %d the horizon is %v, %v; want %v", i+1, at, err, step.want)
		}
	}
	for range 72 {
		_, err := keep.Advance(t.Context(), r, right, time.Hour)
		must(t, err)
	}
	if bounds, err := keep.Bounds(t.Context(), r, right); err != nil || bounds.Behind() != 0 {
		t.Errorf("after three days: %v, %v", bounds, err)
	}
}

// A date that cannot be true is named; the usual order of refusals, which are cut to
// the day, is not.
func TestVerifyNamesDatesThatCannotBeTrue(t *testing.T) {
	t.Parallel()
	r := open(t)
	future, now := start.AddDate(20, 0, 0), start.AddDate(0, 0, 2)
	add(t, r, grant(start, 1), refusal(start), grant(start.Add(-time.Minute), 2), grant(future, 3), refusal(future), grant(now, 4))
	v, err := proof.Verify(t.Context(), r, nil, now, quiet)
	must(t, err)
	if v.Earlier.Count != 1 || v.Earlier.First.Sequence != 6 || v.Earlier.Previous.Sequence != 5 {
		t.Errorf("earlier: %d, the first is %d", v.Earlier.Count, v.Earlier.First.Sequence)
	}
	if v.Future.Count != 2 || v.Future.First.Sequence != 4 {
		t.Errorf("in the future: %d, the first is %d", v.Future.Count, v.Future.First.Sequence)
	}
}

// P-10: a record of 2 March is not removed on 31 August, before its time.
func TestAShortMonthRemovesNothingBeforeItsTime(t *testing.T) {
	t.Parallel()
	for today, want := range map[string]string{
		"2026-08-31": "2021-02-28", "2026-08-30": "2021-02-28", "2026-08-28": "2021-02-28", "2026-09-01": "2021-03-01",
		"2026-05-31": "2020-11-30", "2025-08-31": "2020-02-29", "2026-11-24": "2021-05-24",
	} {
		now, err := time.Parse(time.DateOnly, today)
		must(t, err)
		if got := proof.Retention(66).Before(now.Add(23 * time.Hour)).Format(time.DateOnly); got != want {
			t.Errorf("on %s, records are kept from %s on, want %s", today, got, want)
		}
	}
}

func TestARetentionIsMonthsOrOff(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"66 months", "7 months", "off"} {
		if r, err := proof.ParseRetention(text); err != nil || r.String() != text {
			t.Errorf("%q is read as %s, %v", text, r, err)
		}
	}
	for _, text := range []string{"", "0", "never", "0 months", "6 months", "-66 months", "66", "5 years", "66  months", "99999 months"} {
		if r, err := proof.ParseRetention(text); err == nil {
			t.Errorf("%q is read as %s", text, r)
		}
	}
}
