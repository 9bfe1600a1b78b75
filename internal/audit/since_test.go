package audit_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/audittest"
)

func TestReadReturnsTheReportThatWasWritten(t *testing.T) {
	t.Parallel()
	report := compare(t, audittest.Named(t, "undeclared-storage"))
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

func TestReadRejectsOtherVersionsAndOtherFiles(t *testing.T) {
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

// Since returns new, resolved and unchanged findings.
func TestTwoReportsAreCompared(t *testing.T) {
	t.Parallel()
	known, storage, request := audittest.Named(t, "undeclared-cookie"), audittest.Named(t, "undeclared-storage"), audittest.Named(t, "tracker-known")
	changes := audit.Since(compare(t, known, storage), compare(t, known, request))
	for what, pair := range map[string][2][]string{
		"added":   {lines(changes.Added), {"tracker-request request  www.google-analytics.com [undecided]"}},
		"removed": {lines(changes.Removed), {"undeclared-storage localStorage vu*deux data.exemple.fr [accepted]"}},
		"same":    {lines(changes.Same), {"undeclared-cookie cookie _ga_*  [accepted]"}},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: %q, want %q", what, pair[0], pair[1])
		}
	}
	for what, pair := range map[string][2]string{
		"appeared": {names(changes.Appeared), "request www.google-analytics.com "},
		"vanished": {names(changes.Vanished), "localStorage vu*deux no"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %q, want %q", what, pair[0], pair[1])
		}
	}
	if !changes.Complete || changes.Old.IsZero() {
		t.Errorf("%+v", changes)
	}
}

// A finding about a host is gone only if the host was looked up again.
func TestAHostThatCouldNotBeLookedUpIsNotGone(t *testing.T) { // C-25
	t.Parallel()
	before, after := audittest.Named(t, "hidden-tracker-early"), audittest.Named(t, "hidden-failed")
	for failed, want := range map[string]int{audit.Slow: 0, "": 2} {
		after.Lookups = []audit.Lookup{{Host: "mesure.exemple.fr", Failed: failed}}
		changes := audit.Since(compare(t, before), compare(t, after))
		if len(changes.Removed) != want || (len(changes.Vanished) > 0) != (want > 0) {
			t.Errorf("with the failure %q, gone are %q and %q", failed, lines(changes.Removed), names(changes.Vanished))
		}
	}
}

func names(all []audit.Sighting) string {
	var lines []string
	for _, s := range all {
		lines = append(lines, s.Kind+" "+s.Name+" "+s.Declared)
	}
	return strings.Join(lines, ", ")
}

// The report lists everything that was seen, and whether only before the choice.
func TestAllThatWasSeenIsListed(t *testing.T) {
	t.Parallel()
	seen := compare(t).Seen
	want := "cookie LECTEUR_# yes, cookie __Host-charte-receipt exempt, cookie _pk_id.* yes, cookie _pk_ses.* yes, cookie cookies_preferences exempt, " +
		"cookie csrftoken exempt, localStorage mesure:file yes, request stats.exemple.fr , request video.exemple.org "
	if got := names(seen); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	again := audittest.Fault{Add: map[audit.State]audit.Visit{audit.Accepted: {Cookies: []audit.Cookie{{Name: "LECTEUR_7"}}}}}
	if s := compare(t, again).Seen[0]; s.States[audit.Accepted] != audit.Used {
		t.Errorf("%s was used, but is reported as %q", s.Name, s.States[audit.Accepted])
	}
	if s := seen[0].States; s[audit.Accepted] != audit.Used || s[audit.Withdrawn] != audit.Before || s[audit.Refused] != audit.Unused {
		t.Errorf("%s: %v", seen[0].Name, s)
	}
}

func TestReportsThatCannotBeComparedAreRefused(t *testing.T) {
	t.Parallel()
	report := func(day int, targets ...string) audit.Report {
		return audit.Report{Observations: audit.Observations{Started: time.Date(2026, 11, day, 9, 0, 0, 0, time.UTC), Target: targets}}
	}
	before := report(2, "https://data.example.fr/")
	for name, test := range map[string]struct {
		after audit.Report
		want  string
	}{
		"the same portal":        {report(3, "https://data.example.fr/"), ""},
		"other pages of it":      {report(3, "https://DATA.example.fr/explore", "https://data.example.fr/"), ""},
		"another portal":         {report(3, "https://data.example.org/"), "different portals: data.example.fr and data.example.org"},
		"another portal besides": {report(3, "https://data.example.fr/", "https://www.example.fr/"), "different portals"},
		"another port":           {report(3, "https://data.example.fr:8443/"), "different portals"},
		"the wrong order":        {report(1, "https://data.example.fr/"), "older than the first"},
	} {
		err := audit.Comparable(before, test.after)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}
