package handlers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Forged cookies are cheap to send, so they must not cause a query each.
func TestForgedScopesCauseOneQueryPerSecond(t *testing.T) {
	t.Parallel()
	at := now
	s := newService(t, demo, func(c *setup) { c.Now = func() time.Time { return at } })
	good := holding(s.post("/fr/choice", s.fields("refuse")))
	_, rest, _ := strings.Cut(good, "scope%22%3A%22")
	before := s.registry.scopeQueries.Load()
	for n := range 300 { // in three seconds
		at = now.Add(time.Duration(n) * 10 * time.Millisecond)
		forged := strings.Replace(good, rest[:8], fmt.Sprintf("%08x", n), 1)
		if w := s.get("/fr/choice", "Cookie", forged); !strings.Contains(w.Body.String(), "<form") {
			t.Fatalf("%s counts as a choice", forged)
		}
	}
	if n := s.registry.scopeQueries.Load() - before; n != 3 {
		t.Errorf("%d queries for scopes in 3 seconds", n)
	}
}

func TestVisitorWithUnknownScopeIsAskedIfTheRegistryIsDown(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	foreign := newService(t, shipped)
	cookie := holding(foreign.post("/fr/choice", foreign.fields("refuse")))
	s.registry.scopesError = errDown
	if w := s.get("/fr/choice", "Cookie", cookie); !strings.Contains(w.Body.String(), "<form") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if !strings.Contains(s.log.String(), "could not load the scopes of other instances") || strings.Contains(s.log.String(), "scope%22") {
		t.Error(s.log.String())
	}
}
