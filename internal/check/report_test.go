package check_test

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"charte/internal/check"
	"charte/internal/message"
)

var update = flag.Bool("update", false, "regenerate the documentation and the golden reports")

// The generated part of the documentation follows a comment that contains the command.
func TestTheDocumentationListsTheRules(t *testing.T) {
	t.Parallel()
	for name, words := range map[string]message.Words{"../../docs/check.md": nil, "../../docs/verification.md": french(t)} {
		written, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		const mark = "./internal/check -update"
		head, rest, _ := strings.Cut(string(written), mark)
		comment, _, found := strings.Cut(rest, "-->\n")
		if !found {
			t.Fatalf("%s: no comment that names %s", name, mark)
		}
		want := head + mark + comment + "-->\n" + check.Document(words)
		if *update {
			if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if string(written) != want {
			t.Errorf("%s is out of date: go test ./internal/check -update", name)
		}
	}
}

// faulty returns a report with one fault and two warnings, one about a flag.
func faulty(t *testing.T) check.Report {
	t.Helper()
	s := clean(t)
	s.edit(t, fr, "  contact: https://www.exemple.fr/contact\n", "")
	s.edit(t, en, "| Tell visitors apart | 13 months |", "| Tell visitors apart | |")
	s.settings.Handle = false
	return check.Run(s.input())
}

func TestTheReportGroupsFindingsByFileAndLineSettingsLast(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := faulty(t).WriteText(&out, nil, &check.Verdict{Line: message.Plain("Nobody is asked again.")}, true); err != nil {
		t.Fatal(err)
	}
	before, after, _ := strings.Cut(out.String(), "\nTo be checked by a person:\n")
	want := `charter.en.md
  line 19: fault: the tracker "_pk_id.*" has no duration [lifetime-missing]
    fix: Write the duration in the row's duration column.
    why:  Consent is informed only if visitors know how long each cookie lasts. (H-02; CJEU C-673/17)
    serve: starts with a warning; does not start with --strict
charter.md
  line 3: warning: the controller has no contact [contact-missing]
    fix: Write contact: and an address under controller:.
    why:  Visitors must be able to contact the controller. (H-01; GDPR art. 13(1)(a))
settings
  warning: --handle is off: visitors can change their choice only if the portal links to this service [handle-off]
    fix: Link to this service from the footer of every page (charte embed --kit 3), or leave --handle on.
    why:  Withdrawing must be as easy as giving, from every page. (C-15; GDPR art. 7(3); RC art. 3)

1 fault, 2 warnings, 0 notices
`
	if before != want {
		t.Errorf("got\n%s\nwant\n%s", before, want)
	}
	for _, p := range check.Person() {
		if !strings.Contains(after, p.ID+": "+p.What) {
			t.Errorf("%s is not listed", p.ID)
		}
	}
	if !strings.HasSuffix(after, "\n\nNobody is asked again.\n") {
		t.Errorf("the last line is not the verdict: %q", after)
	}
}

func TestFindingsOfOneFileFollowItsLines(t *testing.T) {
	t.Parallel()
	s := clean(t)
	s.edit(t, fr, "", "\nNotre outil est validé par la CNIL.\n")
	s.edit(t, fr, "  contact: https://www.exemple.fr/contact\n", "")
	s.edit(t, fr, "| 30 minutes |", "| variable |")
	var rules []string
	for _, f := range check.Run(s.input()).Findings {
		rules = append(rules, f.Rule.ID)
	}
	if got, want := strings.Join(rules, " "), "contact-missing lifetime-unreadable cnil-claim"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTheJSONReportKeepsItsKeys(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := faulty(t).WriteJSON(&out, nil, nil); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Version, Faults, Warnings, Notices int
		Findings                           []map[string]any
		Person                             []map[string]string
		Against                            any
	}
	if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
		t.Fatal(err)
	}
	if got.Version != 1 || got.Faults != 1 || got.Warnings != 2 || got.Notices != 0 || len(got.Person) != len(check.Person()) || got.Against != nil {
		t.Errorf("got %+v", got)
	}
	first, last := got.Findings[0], got.Findings[2]
	for key, want := range map[string]any{"rule": "lifetime-missing", "level": "fault", "file": "charter.en.md", "line": 19.0,
		"problem": `the tracker "_pk_id.*" has no duration`, "mend": "Write the duration in the row's duration column."} {
		if first[key] != want {
			t.Errorf("%s is %v, want %v", key, first[key], want)
		}
	}
	if _, there := last["file"]; there || last["source"] == "" || last["reason"] == "" {
		t.Errorf("the finding about a flag is %v", last)
	}
}

func TestACleanReportHoldsAnEmptyListNotNull(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := check.Run(clean(t).input()).WriteJSON(&out, nil, nil); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), `"findings": []`) {
		t.Error(out.String())
	}
}
