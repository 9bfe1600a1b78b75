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

// drain empties the spool and returns its entries.
func (s *service) drain() (all []consent.Entry) {
	s.t.Helper()
	if _, err := s.spool.Drain(s.t.Context(), func(_ context.Context, e consent.Entry) error { all = append(all, e); return nil }); err != nil {
		s.t.Fatal(err)
	}
	return all
}

// P-04: refusals and withdrawals that could not be recorded are spooled; grants are not.
func TestOnlyRefusalsAndWithdrawalsAreSpooled(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	first := s.post("/fr/choice", s.fields("custom", "purpose", "audience", "purpose", "video"))
	granted, receipt := holding(first), s.rows()[0].Receipt
	text := s.text("/fr/choice")
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
		s.post("/fr/choice", url.Values{"decision": {test.decision}, "purpose": test.purposes, "text": {text}}, "Cookie", test.cookie)
		got := s.drain()
		if test.want == nil {
			if len(got) != 0 {
				t.Errorf("%s: spooled %+v", name, got)
			}
			continue
		}
		choice := consent.Choice{"audience": false, "campaigns": false, "video": false}
		for id := range test.want.Choice {
			choice[id] = true
		}
		if len(got) != 1 {
			t.Errorf("%s: %d entries spooled", name, len(got))
			continue
		}
		e := got[0]
		if !e.Time.Equal(test.want.Time) || e.Decision != test.want.Decision || e.Ends != test.want.Ends ||
			e.Receipt != test.want.Receipt || e.Choice.String() != choice.String() || e.Text != text {
			t.Errorf("%s: spooled %+v", name, e)
		}
	}
	if n := len(s.rows()); n != 1 {
		t.Errorf("%d rows", n)
	}
}

// A partial withdrawal with a form that cannot grant anything is recorded at once, since
// the registry works.
func TestPartialWithdrawalIsRecorded(t *testing.T) {
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
		if same := r.Receipt == rows[0].Receipt; same == given {
			t.Errorf("%s: same receipt: %t, new receipt set: %t", name, same, given)
		}
		if body := s.get("/fr/receipt", "Cookie", granted+"; x=y").Body.String(); name == "with the receipt" && strings.Count(body, r.Receipt) == 0 {
			t.Errorf("%s: the receipt page shows nothing", name)
		}
	}
}

// Over the limit nothing is recorded or spooled, so that a client cannot fill the disk.
// The metric counts the refusals and withdrawals that were honoured, not the grants
// that were rejected.
func TestOverTheLimitNothingIsRecordedOrSpooled(t *testing.T) {
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
	if rows, left := s.rows(), s.drain(); len(rows) != 1 || len(left) != 0 {
		t.Errorf("%d rows, %d spooled", len(rows), len(left))
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

// If the registry does not respond, a refusal is answered after a few seconds. It is
// recorded or spooled later, never both, even if the visitor has left.
func TestRefusalTimesOutAndIsRecordedOrSpooledOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer        error
		rows, spooled int
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
			if rows, left := s.rows(), s.drain(); len(rows) != test.rows || len(left) != test.spooled {
				t.Errorf("%d rows, %d spooled", len(rows), len(left))
			}
		})
	}
}
