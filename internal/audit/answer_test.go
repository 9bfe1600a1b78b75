package audit_test

import (
	"testing"

	"charte/internal/audit"
	"charte/internal/audit/audittest"
)

// The main question of an audit: does anything run before a choice, or under Global
// Privacy Control?
func TestTheAnswerNamesWhatRunsBeforeAChoice(t *testing.T) { // C-01
	t.Parallel()
	const page = "https://data.exemple.fr/"
	cookie := func(name string) audit.Visit { return audit.Visit{Cookies: []audit.Cookie{{Page: page, Name: name}}} }
	request := func(host string, pixel bool) audit.Visit {
		return audit.Visit{Requests: []audit.Request{{Page: page, Host: host, Address: "https://" + host + "/g/collect", ThirdParty: true, Pixel: pixel}}}
	}
	for sentence, c := range map[string]struct {
		add            audit.Visit
		verdict        audit.Verdict
		trackers, host string
	}{
		"nothing but what is exempt":          {audit.Visit{}, audit.Nothing, "", ""},
		"a declared tracker":                  {cookie("_pk_id.1.2"), audit.Runs, "_pk_id.*", ""},
		"an unknown cookie":                   {cookie("suivi"), audit.Runs, "suivi", ""},
		"a key in a storage":                  {audit.Visit{Stored: []audit.Stored{{Page: page, Kind: audit.IndexedDB, Name: "suivi"}}}, audit.Runs, "suivi", ""},
		"a known tracker contacted":           {request("region1.google-analytics.com", false), audit.Runs, "", "region1.google-analytics.com"},
		"a pixel of another site":             {request("p.exemple.net", true), audit.Runs, "", "p.exemple.net"},
		"a font of another site":              {request("polices.exemple.net", false), audit.Contacts, "", "polices.exemple.net"},
		"a state that could not be looked at": {audit.Visit{Troubles: []audit.Trouble{{ID: audit.BrowserEnds}}}, audit.Unknown, "", ""},
		"a state that was cut short after something was seen": {
			audit.Visit{Troubles: []audit.Trouble{{ID: audit.BrowserEnds}}, Cookies: cookie("suivi").Cookies}, audit.Runs, "suivi", ""},
	} {
		for i, state := range []audit.State{audit.Undecided, audit.GPC} {
			report := compare(t, audittest.Fault{Add: map[audit.State]audit.Visit{state: c.add}})
			a, other := report.Answers[i], report.Answers[1-i]
			if a.State != state || a.Verdict != c.verdict || only(a.Trackers) != c.trackers || only(a.Hosts) != c.host {
				t.Errorf("%s, %s: %+v", sentence, state, a)
			}
			// A gap in one state makes the whole audit incomplete.
			want := audit.Nothing
			if len(c.add.Troubles) > 0 {
				want = audit.Unknown
			}
			if other.Verdict != want {
				t.Errorf("%s, %s: the other state has the answer %+v", sentence, state, other)
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

// A host that is an alias of another site is another site.
func TestAHiddenHostIsAnotherSite(t *testing.T) { // C-25
	t.Parallel()
	for name, want := range map[string]audit.Verdict{"hidden-host": audit.Contacts, "hidden-tracker-early": audit.Runs, "hidden-platform": audit.Nothing} {
		if got := compare(t, audittest.Named(t, name)).Answers[0]; got.Verdict != want {
			t.Errorf("%s: %+v, want %q", name, got, want)
		}
	}
}

// Without a page seen, the verdict is unknown.
func TestNoLookIsNoAnswer(t *testing.T) {
	t.Parallel()
	for sentence, seen := range map[string]audit.Observations{
		"no visit":             {},
		"no page that answers": {Visits: []audit.Visit{{State: audit.Undecided, Pages: []audit.Page{{Address: "https://data.exemple.fr/", Troubles: []audit.Trouble{{ID: audit.Late, Count: 30}}}}}}},
		"no page that may be looked at": {Visits: []audit.Visit{
			{State: audit.Undecided, Pages: []audit.Page{{Address: "https://data.exemple.fr/", Troubles: []audit.Trouble{{ID: audit.Robots}}}}}}},
	} {
		declared, err := audittest.Charter()
		if err != nil {
			t.Fatal(err)
		}
		report, err := audit.Compare(declared, seen)
		if err != nil || report.Answers[0].Verdict != audit.Unknown || len(report.Findings) > 0 {
			t.Errorf("%s: %+v %v", sentence, report.Answers, err)
		}
	}
}
