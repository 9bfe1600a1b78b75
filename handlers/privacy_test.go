package handlers_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// C-22, P-05, X-16: a log line contains method, route, status, time, bytes and language,
// and nothing else of a request.
func TestLogContainsNothingThatAVisitorSent(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	canary := func(method, target, body string) *http.Request {
		r := request(method, target, strings.NewReader(body),
			"User-Agent", "canary-agent", "Referer", portalOrigin+"/canary-referer", "Cookie", "cookies_preferences=canary-cookie; a=canary-other",
			"X-Forwarded-For", "203.0.113.77", "Forwarded", "for=203.0.113.77", "Accept-Language", "fr;canary-language", "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
		r.RemoteAddr = "203.0.113.77:4711"
		return r
	}
	text := s.text("/fr/choice")
	s.do(canary(http.MethodGet, "/fr/?return=https://donnees.ville.example/canary-return", ""))
	s.do(canary(http.MethodGet, "/canary-path/canary?canary-query", ""))
	s.do(canary("CANARY-METHOD", "/fr/", ""))
	s.do(canary(http.MethodPost, "/fr/choice", "decision=accept&text="+text+"&return="+portalOrigin+"/canary-back"))
	s.do(canary(http.MethodPost, "/fr/choice", "decision=accept&canary-field=1"))
	s.registry.appendError = errDown
	s.do(canary(http.MethodPost, "/fr/choice", "decision=refuse&text="+text))
	s.registry.panics = true
	s.do(canary(http.MethodPost, "/fr/choice", "decision=refuse&text="+text))
	// The port alone is not searched for: times and stacks contain its four digits.
	for _, secret := range []string{"canary", "CANARY", "203.0.113", text} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("the log contains %q:\n%s", secret, s.log)
		}
	}
	for _, r := range s.rows() {
		if strings.Contains(r.Canonical(), "canary") || r.Portal != portalOrigin {
			t.Errorf("a record contains %q", r.Canonical())
		}
	}
	checkFields(t, s.log.String())
}

func checkFields(t *testing.T, log string) {
	t.Helper()
	lines := 0
	for line := range strings.Lines(log) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatal(err)
		}
		if fields["msg"] != "request" {
			continue
		}
		lines++
		for name := range fields {
			if !strings.Contains(" time level msg method route status us bytes lang ", " "+name+" ") {
				t.Errorf("the access log has a field %q", name)
			}
		}
	}
	if lines != 8 {
		t.Errorf("%d lines for 8 requests", lines)
	}
}
