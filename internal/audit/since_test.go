package audit_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"charte/internal/audit"
)

func TestAReportIsReadBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	var s seeded
	decode(t, "testdata/corpus/undeclared-storage.json", &s)
	report := compare(t, s)
	var first, second bytes.Buffer
	if err := report.WriteJSON(&first); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(first.String(), "null") {
		t.Error("a list is null")
	}
	back, err := audit.Read(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := back.WriteJSON(&second); err != nil || first.String() != second.String() || !reflect.DeepEqual(back.Observations, report.Observations) {
		t.Error("what was read back differs", err)
	}
}

func TestWhatIsNoReportOfThisVersionIsRefused(t *testing.T) {
	t.Parallel()
	for text, why := range map[string]string{
		"":               "no JSON report",
		"[]":             "no JSON report",
		"{}":             "version 0",
		`{"version": 2}`: "version 2",
		`{"version": 1, "findings": [{"rule": "made-up"}]}`: "made-up",
	} {
		if _, err := audit.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// What is new since last month, what is gone, what is still there.
func TestTwoReportsAreCompared(t *testing.T) {
	t.Parallel()
	of := func(files ...string) audit.Report {
		seen := observed(t, seeded{})
		for _, file := range files {
			var s seeded
			decode(t, "testdata/corpus/"+file+".json", &s)
			more := observed(t, s)
			for i := range seen.Visits {
				v, m := &seen.Visits[i], more.Visits[i]
				v.Cookies, v.Stored, v.Requests = append(v.Cookies, m.Cookies...), append(v.Stored, m.Stored...), append(v.Requests, m.Requests...)
			}
		}
		report, err := audit.Compare(charters(t), seen)
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	changes := audit.Since(of("undeclared-cookie", "undeclared-storage"), of("undeclared-cookie", "tracker-known"))
	for what, pair := range map[string][2][]string{
		"added":   {told(changes.Added), {"tracker-request request  www.google-analytics.com [undecided]"}},
		"removed": {told(changes.Removed), {"undeclared-storage localStorage vu*deux data.exemple.fr [accepted]"}},
		"same":    {told(changes.Same), {"undeclared-cookie cookie _ga_*  [accepted]"}},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: %q, want %q", what, pair[0], pair[1])
		}
	}
	if want := []audit.Thing{{Kind: "request", Name: "www.google-analytics.com"}}; !reflect.DeepEqual(changes.Appeared, want) {
		t.Errorf("appeared: %v", changes.Appeared)
	}
	if want := []audit.Thing{{Kind: "localStorage", Name: "vu, deux"}}; !reflect.DeepEqual(changes.Vanished, want) {
		t.Errorf("vanished: %v", changes.Vanished)
	}
	if !changes.Complete || changes.Old.IsZero() {
		t.Errorf("%+v", changes)
	}
}
