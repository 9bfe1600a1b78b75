package handlers_test

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"charte/internal/charter"
)

// nothingToAsk sets nothing_to_ask of the shipped charter, in which nothing needs
// consent.
func nothingToAsk(mode charter.NothingToAsk) func(*setup) {
	return func(c *setup) {
		set, _ := charter.Load(os.DirFS(shipped)) // newService loaded it without error
		set.NothingToAsk = mode
		c.Charter = set
	}
}

// The three values of nothing_to_ask, for a charter in which nothing needs consent.
func TestNothingToAskSelectsButtonsAndDecisions(t *testing.T) {
	t.Parallel()
	for mode, test := range map[charter.NothingToAsk]struct {
		buttons                  []string
		acceptStatus, seenStatus int
	}{
		charter.Ask:    {[]string{"refuse", "accept"}, http.StatusSeeOther, http.StatusBadRequest},
		charter.Notice: {[]string{"seen"}, http.StatusConflict, http.StatusSeeOther},
		charter.None:   {nil, http.StatusConflict, http.StatusBadRequest},
	} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			s := newService(t, shipped, nothingToAsk(mode))
			w := s.get("/fr/choice")
			for _, decision := range []string{"refuse", "accept", "seen"} {
				want := strings.Contains(strings.Join(test.buttons, " "), decision)
				if got := strings.Contains(w.Body.String(), `name="decision" value="`+decision+`"`); got != want {
					t.Errorf("the banner has a button for %s: %t", decision, got)
				}
			}
			fields := url.Values{}
			if test.buttons != nil {
				fields.Set("text", s.text("/fr/choice"))
			}
			for decision, status := range map[string]int{"accept": test.acceptStatus, "seen": test.seenStatus, "refuse": http.StatusSeeOther} {
				fields.Set("decision", decision)
				if w := s.post("/fr/choice", fields); w.Code != status {
					t.Errorf("%s: %d, want %d", decision, w.Code, status)
				}
			}
			if page := s.get("/fr/"); page.Code != http.StatusOK || strings.Contains(page.Body.String(), `type="checkbox"`) != (mode == charter.Ask) {
				t.Errorf("the charter: %d", page.Code)
			}
		})
	}
}

// "seen" is recorded as a decision different from a refusal.
func TestSeenIsNotRecordedAsARefusal(t *testing.T) {
	t.Parallel()
	s := newService(t, shipped, nothingToAsk(charter.Notice))
	w := s.post("/fr/choice", url.Values{"decision": {"seen"}, "text": {s.text("/fr/choice")}})
	if rows := s.rows(); len(rows) != 1 || rows[0].Decision != "seen" || rows[0].Choice.Grants() || rows[0].Receipt != "" {
		t.Errorf("recorded %+v", rows)
	}
	again := s.get("/fr/choice", "Cookie", holding(w))
	if strings.Contains(again.Body.String(), "<form") {
		t.Error("the notice is shown again")
	}
}
