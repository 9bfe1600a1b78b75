package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"charte/handlers"
	"charte/internal/consent"
	"charte/internal/metrics"
)

// waiting takes out what waits in the spool.
func (s *service) waiting() (all []consent.Entry) {
	s.t.Helper()
	if _, err := s.spool.Drain(s.t.Context(), func(_ context.Context, e consent.Entry) error { all = append(all, e); return nil }); err != nil {
		s.t.Fatal(err)
	}
	return all
}

// P-04: what was honoured and could not be recorded waits; a grant never does.
func TestOnlyRefusalsAndWithdrawalsWaitForTheRegistry(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	first := s.post("/fr/choice", s.fields("custom", "purpose", "audience", "purpose", "video"))
	granted, receipt := holding(first), s.rows()[0].Receipt
	shown := s.text("/fr/choice")
	s.registry.appendError = errDown
	day := now.Truncate(24 * time.Hour)
	for name, test := range map[string]struct {
		decision string
		purposes []string
		cookie   string
		want     *consent.Entry
	}{
		"accept":           {"accept", nil, "", nil},
		"accept, had some": {"accept", nil, granted, nil},
		"one more":         {"custom", []string{"audience", "video", "campaigns"}, granted, nil},
		"refuse":           {"refuse", nil, "", &consent.Entry{Time: day, Decision: consent.Refuse}},
		"withdraw":         {"refuse", nil, granted, &consent.Entry{Time: now, Decision: consent.Refuse, Ends: receipt}},
		"withdraw one":     {"custom", []string{"audience"}, granted, &consent.Entry{Time: now, Decision: consent.Custom, Ends: receipt, Receipt: receipt, Choice: consent.Choice{"audience": true}}},
		"swap one":         {"custom", []string{"audience", "campaigns"}, granted, &consent.Entry{Time: now, Decision: consent.Custom, Ends: receipt, Receipt: receipt, Choice: consent.Choice{"audience": true}}},
		"swap all":         {"custom", []string{"campaigns"}, granted, &consent.Entry{Time: now, Decision: consent.Custom, Ends: receipt}},
	} {
		s.post("/fr/choice", url.Values{"decision": {test.decision}, "purpose": test.purposes, "text": {shown}}, "Cookie", test.cookie)
		got := s.waiting()
		if test.want == nil {
			if len(got) != 0 {
				t.Errorf("%s: waits as %+v", name, got)
			}
			continue
		}
		choice := consent.Choice{"audience": false, "campaigns": false, "video": false}
		for id := range test.want.Choice {
			choice[id] = true
		}
		if len(got) != 1 {
			t.Errorf("%s: %d wait", name, len(got))
			continue
		}
		e := got[0]
		if !e.Time.Equal(test.want.Time) || e.Decision != test.want.Decision || e.Ends != test.want.Ends ||
			e.Receipt != test.want.Receipt || e.Choice.String() != choice.String() || e.Text != shown {
			t.Errorf("%s: waits as %+v", name, e)
		}
	}
	if n := len(s.rows()); n != 1 {
		t.Errorf("%d rows", n)
	}
}

// A part that is taken back over a form that may grant nothing is recorded at
// once: the registry is there.
func TestAPartTakenBackIsARecordOfItsOwn(t *testing.T) {
	t.Parallel()
	for name, cookies := range map[string]func(granted string) string{
		"with the receipt": func(granted string) string { return granted },
		"without one":      func(granted string) string { return strings.Split(granted, "; __Host-")[0] },
	} {
		s := newService(t, demo)
		granted := holding(s.post("/fr/choice", s.accept()))
		w := s.post("/fr/choice", url.Values{"decision": {"custom"}, "purpose": {"video"}}, "Cookie", cookies(granted))
		rows := s.rows()
		if w.Code != http.StatusSeeOther || grants(t, preferences(w)) != "video" || len(rows) != 2 {
			t.Fatalf("%s: %d, %d rows", name, w.Code, len(rows))
		}
		r := rows[1]
		if r.Text != "" || r.Receipt == "" || r.Receipt != r.Ends || r.Decision != consent.Custom || !r.Choice["video"] || r.Choice["audience"] {
			t.Errorf("%s: recorded %+v", name, r)
		}
		given := strings.Contains(strings.Join(w.Header().Values("Set-Cookie"), " "), r.Receipt)
		if kept := r.Receipt == rows[0].Receipt; kept == given {
			t.Errorf("%s: the receipt goes on: %t, a new one is given: %t", name, kept, given)
		}
		if body := s.get("/fr/receipt", "Cookie", granted+"; x=y").Body.String(); name == "with the receipt" && strings.Count(body, r.Receipt) == 0 {
			t.Errorf("%s: the receipt page shows nothing", name)
		}
	}
}

// Over the limit nothing is written anywhere: that is what the limit is for. What
// was honoured is counted; what was not is none of that.
func TestOverTheLimitNothingWaits(t *testing.T) {
	t.Parallel()
	m := metrics.New(metrics.Build{})
	s := newService(t, demo, func(c *setup) { c.RateLimit, c.RateWindow, c.Observer = 1, time.Minute, m })
	granted := holding(s.post("/fr/choice", s.accept()))
	if w := s.post("/fr/choice", s.accept()); w.Code != http.StatusTooManyRequests {
		t.Errorf("a grant: %d", w.Code)
	}
	for range 2 {
		if w := s.post("/fr/choice", s.fields("refuse")); w.Code != http.StatusSeeOther || preferences(w) == nil {
			t.Errorf("a refusal was not honoured: %d", w.Code)
		}
	}
	w := s.post("/fr/choice", url.Values{"decision": {"custom"}, "purpose": {"video"}}, "Cookie", granted)
	if w.Code != http.StatusSeeOther || grants(t, preferences(w)) != "video" {
		t.Errorf("the withdrawal of a part was not honoured: %d", w.Code)
	}
	if rows, left := s.rows(), s.waiting(); len(rows) != 1 || len(left) != 0 {
		t.Errorf("%d rows, %d wait", len(rows), len(left))
	}
	expected := `# HELP charte_refusals_unrecorded_total Refusals and withdrawals that were honoured without a record at once.
# TYPE charte_refusals_unrecorded_total counter
charte_refusals_unrecorded_total{reason="limit"} 3
charte_refusals_unrecorded_total{reason="registry"} 0
`
	if err := testutil.GatherAndCompare(m.Gather(), strings.NewReader(expected), "charte_refusals_unrecorded_total"); err != nil {
		t.Error(err)
	}
}

// A registry that does not answer holds a refusal for some seconds, whatever the
// visitor's own patience; and what it does then is recorded, or waits, never both.
func TestARefusalDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer        error
		rows, waiting int
	}{
		"recorded in the end": {nil, 1, 0},
		"failed in the end":   {errDown, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(t, demo)
			form := s.fields("refuse")
			s.registry.hangs = make(chan error)
			gone, leave := context.WithCancel(t.Context())
			leave() // the visitor closed the window
			r := request(http.MethodPost, "/fr/choice", strings.NewReader(form.Encode()), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
			if w := s.do(r.WithContext(gone)); w.Code != http.StatusSeeOther || preferences(w) == nil {
				t.Errorf("the refusal was not honoured: %d", w.Code)
			}
			s.registry.hangs <- test.answer
			s.handler.(*handlers.Server).Wait()
			if rows, left := s.rows(), s.waiting(); len(rows) != test.rows || len(left) != test.waiting {
				t.Errorf("%d rows, %d wait", len(rows), len(left))
			}
		})
	}
}
