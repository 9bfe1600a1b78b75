package handlers_test

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// A verdict is cached for one day only.
func TestCachedVerdictExpiresAtMidnight(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	clock := now
	s := newService(t, demo, func(c *setup) {
		c.Now = func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			return clock
		}
	})
	cookie := holding(s.post("/fr/choice", s.accept()))
	asked := func(at time.Time) bool {
		mu.Lock()
		clock = at
		mu.Unlock()
		return strings.Contains(s.get("/fr/choice", "Cookie", cookie).Body.String(), "<form")
	}
	last := time.Date(2027, 5, 23, 23, 59, 59, 0, time.UTC)
	for name, c := range map[string]struct {
		at   time.Time
		want bool
	}{
		"the day of the choice":            {now, false},
		"its last valid second":            {last, false},
		"the second after":                 {last.Add(time.Second), true},
		"two days before the choice":       {now.AddDate(0, 0, -2), true},
		"the day of the choice, once more": {now, false},
	} {
		if got := asked(c.at); got != c.want {
			t.Errorf("%s: the visitor is asked: %t", name, got)
		}
	}
	asked(last)
	if !asked(last.Add(time.Second)) {
		t.Error("a cached verdict was used on the next day")
	}
}
