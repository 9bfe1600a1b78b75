package audit_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"charte/internal/audit"
	"charte/internal/charter"
)

// seeded is a file of the corpus: what differs from a portal that is as its
// charter says, and the findings that must come of it, all of them and no other.
type seeded struct {
	Sentence string
	Replace  [][2]string // in charter.md
	Forget   []string    // names that nothing sets
	Add      map[audit.State]json.RawMessage
	Expect   []audit.Finding
}

func TestEachSeededFaultIsFoundAndNoneIsInvented(t *testing.T) { // H-02, C-01, C-16
	t.Parallel()
	files, err := filepath.Glob("testdata/corpus/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("the corpus is missing", err)
	}
	right, wrong, missed := 0, 0, 0
	seen := map[string]bool{}
	for _, file := range files {
		var s seeded
		decode(t, file, &s)
		got, want := told(compare(t, s).Findings), told(s.Expect)
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
	t.Logf("%d portals, %d faults: precision %.3f, recall %.3f", len(files), right+missed,
		float64(right)/float64(right+wrong), float64(right)/float64(right+missed))
	for _, r := range audit.Rules() {
		if !seen[r.ID] {
			t.Errorf("no portal of the corpus breaks the rule %s", r.ID)
		}
	}
}

func TestAPortalThatIsAsItsCharterSaysGivesAnEmptyReport(t *testing.T) {
	t.Parallel()
	report := compare(t, seeded{})
	for _, f := range told(report.Findings) {
		t.Error(f)
	}
	for _, a := range report.Answers {
		if a.Verdict != audit.Nothing || len(a.Trackers)+len(a.Hosts) > 0 {
			t.Errorf("%s: %+v", a.State, a)
		}
	}
}

// told are findings as lines, with what the corpus says of them.
func told(findings []audit.Finding) (lines []string) {
	for _, f := range findings {
		if f.Kind == audit.KindCookie && f.Rule != audit.OtherHost && f.Rule != audit.PreferencesForeign {
			f.Host = "" // that of the first cookie, for information
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprint(f.Rule, " ", f.Kind, " ", f.Name, " ", f.Host, " ", f.States)))
	}
	return lines
}

func compare(t *testing.T, s seeded) audit.Report {
	t.Helper()
	report, err := audit.Compare(charters(t, s.Replace...), observed(t, s))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func charters(t *testing.T, replace ...[2]string) *charter.Set {
	t.Helper()
	text, err := os.ReadFile("testdata/charter.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range replace {
		text = []byte(strings.ReplaceAll(string(text), r[0], r[1]))
	}
	set, err := charter.Load(fstest.MapFS{"charter.md": {Data: text}})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// observed is the clean portal with the seeded faults.
func observed(t *testing.T, s seeded) audit.Observations {
	t.Helper()
	var all audit.Observations
	decode(t, "testdata/clean.json", &all)
	if text, given := s.Add["complete"]; given {
		unmarshal(t, "complete", text, &all.Complete)
	}
	for i := range all.Visits {
		v := &all.Visits[i]
		v.Cookies = slices.DeleteFunc(v.Cookies, func(c audit.Cookie) bool { return slices.Contains(s.Forget, c.Name) })
		if text, given := s.Add[v.State]; given {
			var more audit.Visit
			unmarshal(t, string(v.State), text, &more)
			v.Cookies, v.Stored, v.Requests = append(v.Cookies, more.Cookies...), append(v.Stored, more.Stored...), append(v.Requests, more.Requests...)
			v.Fault = more.Fault
		}
	}
	return all
}

func decode(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	unmarshal(t, file, text, into)
}

func unmarshal(t *testing.T, name string, text []byte, into any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
