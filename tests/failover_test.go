package tests

import (
	"net/http"
	"testing"
	"time"

	"charte/internal/store/postgres/pgtest"
)

// A PostgreSQL server with a synchronous standby dies under load, and the standby is
// promoted. The program, configured with both addresses, continues without a restart.
func TestNoReceiptIsLostWhenPostgreSQLFailsOver(t *testing.T) {
	t.Parallel()
	first := pgtest.Start(t)
	second := first.Standby(t)
	registry := first.Either(t, second)
	p := startProcess(t, registry, "--content", demo())
	l := newLoad(t, p.base)
	const enough = 200
	l.run(16, func(answered int64) bool { return answered >= enough })
	form := p.visitor(t).open("/fr/choice")
	over := make(chan struct{})
	go func() {
		defer close(over)
		l.run(16, func(int64) bool { return l.broken.Load() >= 16 })
	}()
	// The worst moment: commits are on the first server's disk but not on the second's.
	// None of them may have been acknowledged.
	goOn := first.Stall(t, second)
	first.Kill(t)
	goOn()
	<-over
	// Neither server accepts writes now.
	if s := form.submit("accept"); s.status != http.StatusServiceUnavailable || form.visitor.cookie("cookies_preferences") != "" {
		t.Errorf("a grant without a record: %d", s.status)
	}
	if s := form.submit("refuse"); s.status != http.StatusSeeOther || form.visitor.cookie("cookies_preferences") == "" {
		t.Errorf("a refusal was not honoured: %d", s.status)
	}
	second.Promote(t)
	resumed := p.visitor(t)
	for deadline := time.Now().Add(time.Minute); resumed.open("/fr/choice").submit("accept").status != http.StatusSeeOther; {
		if time.Now().After(deadline) {
			t.Fatalf("service did not resume:\n%s", p.log)
		}
	}
	l.given[resumed.cookie("charte-receipt")] = true
	p.stop() // records what is spooled
	l.kept(t, registry, 0)
	refused := 0
	for _, r := range p.records(t) {
		if !r.Choice.Grants() {
			refused++
		}
	}
	if refused != 1 {
		t.Errorf("%d refusals are recorded, want 1", refused)
	}
}
