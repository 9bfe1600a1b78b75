package tests

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// C-15, P-07: a withdrawal is a new record; the record of the grant remains and is cited.
func TestWithdrawalDeletesTheReceiptAndNotTheProof(t *testing.T) {
	t.Parallel()
	onCharters(t, func(t *testing.T, p *program) {
		v := p.visitor(t)
		v.open("/fr/choice").submit("accept")
		receipt := v.cookie("charte-receipt")
		if receipt == "" {
			t.Fatal("a grant gave no receipt")
		}
		if s := v.open("/fr/receipt"); !strings.Contains(words(s.doc), receipt) {
			t.Error("the receipt page does not show the receipt")
		}
		v.open("/fr/").submit("refuse")
		if v.cookie("charte-receipt") != "" {
			t.Error("the receipt cookie remains after the withdrawal")
		}
		rows := p.records(t)
		if len(rows) != 2 || rows[0].Receipt != receipt || rows[1].Ends != receipt || rows[1].Receipt != "" || rows[1].Choice.Grants() {
			t.Errorf("recorded %+v", rows)
		}
	})
}

// a visitor can change the choice as often as they like.
func TestChoiceCanBeChangedAndTheLastOneCounts(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	v := p.visitor(t)
	v.open("/en/choice").submit("refuse")
	v.open("/en/").submit("custom", "video")
	first := v.cookie("charte-receipt")
	v.open("/en/").submit("custom", "audience")
	if g := v.granted(); g["video"] || !g["audience"] || !g["matomo"] || g["ga"] {
		t.Errorf("the cookie contains %v", g)
	}
	rows := p.records(t)
	if len(rows) != 3 || rows[2].Ends != first || rows[2].Receipt == "" || rows[2].Receipt == first || rows[2].Language != "en" {
		t.Errorf("recorded %+v", rows)
	}
}

// C-23: neither a refusal nor a grant distinguishes visitors of the same day.
func TestEqualChoicesOfOneDayAreEqualCookies(t *testing.T) {
	t.Parallel()
	p := start(t, "--rate-limit", "off")
	for _, decision := range []string{"refuse", "accept"} {
		values := map[string]bool{}
		form := p.visitor(t).open("/fr/choice")
		for range 1000 {
			v := p.visitor(t)
			form.visitor = v
			form.submit(decision)
			values[v.cookie("cookies_preferences")] = true
		}
		if len(values) != 1 {
			t.Errorf("1,000 times %s gave %d cookie values", decision, len(values))
		}
	}
	for _, r := range p.records(t) {
		if refusal := !r.Choice.Grants(); refusal && (r.Receipt != "" || !r.Time.Equal(r.Time.Truncate(24*time.Hour))) {
			t.Fatalf("the record of a refusal contains a receipt or an hour: %+v", r)
		}
	}
}

// S-01, S-02, C-20.
func TestGlobalPrivacyControlIsARefusalUntilTheVisitorChooses(t *testing.T) {
	t.Parallel()
	onCharters(t, func(t *testing.T, p *program) {
		v := p.visitor(t, "Sec-GPC", "1")
		if s := v.open("/fr/choice"); find(s.doc, func(n *html.Node) bool { return n.Data == "form" }) != nil || v.cookie("cookies_preferences") != "" {
			t.Error("with Sec-GPC the banner asks, or a cookie was set")
		}
		s := v.open("/fr/")
		if !strings.Contains(words(s.doc), "GPC") && !strings.Contains(words(s.doc), "Global Privacy Control") {
			t.Error("the charter does not explain why nothing is asked")
		}
		s.submit("accept")
		if rows := p.records(t); len(rows) != 1 || !rows[0].GPC || !rows[0].Choice.Grants() {
			t.Errorf("recorded %+v", rows)
		}
	})
}
