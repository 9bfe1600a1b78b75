package audit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"charte/internal/audit"
	"charte/internal/audit/audittest"
)

func TestEachSeededFaultIsFoundAndNoneIsInvented(t *testing.T) { // H-02, C-01, C-16
	t.Parallel()
	faults, err := audittest.Faults()
	if err != nil || len(faults) == 0 {
		t.Fatal("the corpus is missing", err)
	}
	right, wrong, missed := 0, 0, 0
	seen := map[string]bool{}
	for _, s := range faults {
		got, want := lines(compare(t, s).Findings), lines(s.Expect)
		for _, f := range s.Expect {
			seen[f.Rule] = true
		}
		for _, f := range got {
			if slices.Contains(want, f) {
				right++
			} else {
				wrong++
				t.Errorf("%s: %q is invented", s.Sentence, f)
			}
		}
		for _, f := range want {
			if !slices.Contains(got, f) {
				missed++
				t.Errorf("%s: %q is missed", s.Sentence, f)
			}
		}
	}
	t.Logf("%d portals, %d faults: precision %.3f, recall %.3f", len(faults), right+missed,
		float64(right)/float64(right+wrong), float64(right)/float64(right+missed))
	for _, r := range audit.Rules() {
		if !seen[r.ID] {
			t.Errorf("no portal of the corpus breaks the rule %s", r.ID)
		}
	}
}

// An incomplete audit never reports that nothing runs.
func TestAnIncompleteAuditIsNeverNothing(t *testing.T) { // H-02, C-01
	t.Parallel()
	faults, err := audittest.Faults()
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range faults {
		report := compare(t, s)
		if report.Coverage.Complete == s.Incomplete {
			t.Errorf("%s: complete is %t", name, report.Coverage.Complete)
		}
		for _, a := range report.Answers {
			if reassures := a.Verdict == audit.Nothing || a.Verdict == audit.Contacts; s.Incomplete && reassures {
				t.Errorf("%s, %s: the verdict is %q", name, a.State, a.Verdict)
			}
		}
	}
}

// Without purposes that need consent, the states with a choice are needless.
func TestAStateIsNeedlessOnlyIfTheCharterAsksForNothing(t *testing.T) {
	t.Parallel()
	nothing := audit.Visit{Troubles: []audit.Trouble{{ID: audit.NothingToChoose}}}
	page := audit.Visit{Pages: []audit.Page{{Status: 200}}}
	seen := audit.Observations{Complete: true}
	for _, state := range audit.States() {
		v := nothing
		if state == audit.Undecided || state == audit.GPC || state == audit.Objected {
			v = page
		}
		v.State = state
		seen.Visits = append(seen.Visits, v)
	}
	if asked, exempt := seen.Coverage(audit.States(), true), seen.Coverage(audit.States(), false); asked.Complete || !exempt.Complete {
		t.Errorf("with a choice: %+v; without: %+v", asked, exempt)
	}
}

func TestAPortalThatMatchesItsCharterHasNoFinding(t *testing.T) {
	t.Parallel()
	report := compare(t)
	for _, f := range lines(report.Findings) {
		t.Error(f)
	}
	for _, a := range report.Answers {
		if a.Verdict != audit.Nothing || len(a.Trackers)+len(a.Hosts) > 0 {
			t.Errorf("%s: %+v", a.State, a)
		}
	}
}

// lines formats findings with the fields that the corpus specifies.
func lines(findings []audit.Finding) (all []string) {
	for _, f := range findings {
		if f.Kind == audit.KindCookie && f.Rule != audit.OtherHost && f.Rule != audit.PreferencesForeign {
			f.Host = "" // of the first cookie only
		}
		all = append(all, strings.TrimSpace(fmt.Sprint(f.Rule, " ", f.Kind, " ", f.Name, " ", f.Host, " ", f.States)))
	}
	return all
}

func compare(t *testing.T, faults ...audittest.Fault) audit.Report {
	t.Helper()
	report, err := audittest.Report(faults...)
	if err != nil {
		t.Fatal(err)
	}
	return report
}
