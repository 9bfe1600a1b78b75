package audit_test

import (
	"encoding/json"
	"testing"

	"charte/internal/audit"
)

// The question of every audit: does anything run before a choice, or under Global
// Privacy Control?
func TestTheAnswerSaysWhatRunsBeforeAChoice(t *testing.T) { // C-01
	t.Parallel()
	const page = `"page": "https://data.exemple.fr/"`
	for sentence, c := range map[string]struct {
		add            string
		verdict        audit.Verdict
		trackers, host string
	}{
		"nothing but what is exempt": {`{}`, audit.Nothing, "", ""},
		"a declared tracker":         {`{"cookies": [{` + page + `, "name": "_pk_id.1.2"}]}`, audit.Runs, "_pk_id.*", ""},
		"a cookie that nobody knows": {`{"cookies": [{` + page + `, "name": "suivi"}]}`, audit.Runs, "suivi", ""},
		"a key in a storage":         {`{"stored": [{` + page + `, "kind": "indexedDB", "name": "suivi"}]}`, audit.Runs, "suivi", ""},
		"a known tracker contacted": {`{"requests": [{` + page + `, "host": "region1.google-analytics.com", "address": "https://region1.google-analytics.com/g/collect", "third_party": true}]}`,
			audit.Runs, "", "region1.google-analytics.com"},
		"a pixel of another site": {`{"requests": [{` + page + `, "host": "p.exemple.net", "address": "https://p.exemple.net/", "third_party": true, "pixel": true}]}`,
			audit.Runs, "", "p.exemple.net"},
		"a font of another site": {`{"requests": [{` + page + `, "host": "polices.exemple.net", "address": "https://polices.exemple.net/", "third_party": true}]}`,
			audit.Contacts, "", "polices.exemple.net"},
		"a state that could not be looked at":                 {`{"fault": "the browser crashed"}`, audit.Unknown, "", ""},
		"a state that was cut short after something was seen": {`{"fault": "the browser crashed", "cookies": [{` + page + `, "name": "suivi"}]}`, audit.Runs, "suivi", ""},
	} {
		for i, state := range []audit.State{audit.Undecided, audit.GPC} {
			report := compare(t, seeded{Add: map[audit.State]json.RawMessage{state: json.RawMessage(c.add)}})
			a, other := report.Answers[i], report.Answers[1-i]
			if a.State != state || a.Verdict != c.verdict || only(a.Trackers) != c.trackers || only(a.Hosts) != c.host {
				t.Errorf("%s, %s: %+v", sentence, state, a)
			}
			if other.Verdict != audit.Nothing {
				t.Errorf("%s, %s: the other state is said to be %+v", sentence, state, other)
			}
		}
	}
}

func only(names []string) string {
	if len(names) != 1 {
		return ""
	}
	return names[0]
}

// What nobody looked at is not said to be quiet.
func TestNoLookIsNoAnswer(t *testing.T) {
	t.Parallel()
	for sentence, seen := range map[string]audit.Observations{
		"no visit":             {},
		"no page that answers": {Visits: []audit.Visit{{State: audit.Undecided, Pages: []audit.Page{{Address: "https://data.exemple.fr/", Fault: "time out"}}}}},
		"no page that may be looked at": {Visits: []audit.Visit{
			{State: audit.Undecided, Pages: []audit.Page{{Address: "https://data.exemple.fr/", Status: 200, Skipped: "robots.txt"}}}}},
	} {
		report, err := audit.Compare(charters(t), seen)
		if err != nil || report.Answers[0].Verdict != audit.Unknown || len(report.Findings) > 0 {
			t.Errorf("%s: %+v %v", sentence, report.Answers, err)
		}
	}
}
