package command

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"charte/internal/audit"
	"charte/internal/audit/audittest"
	"charte/internal/i18n"
	"charte/locales"
)

// typedIn runs a command line with the built-in charters.
func typedIn(t *testing.T, args ...string) (stdout string, err error) {
	t.Helper()
	var out, log bytes.Buffer
	err = Run(t.Context(), SystemClock(), args, nil, &out, &log, os.DirFS("../.."))
	return out.String(), err
}

// reports writes a clean report and one with faults.
func reports(t *testing.T) (before, after string) {
	t.Helper()
	all, err := audittest.Faults()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write := func(name string, faults ...audittest.Fault) string {
		r, err := audittest.Report(faults...)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		file := filepath.Join(folder, name)
		if err := r.WriteJSON(&b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	return write("old.json"), write("new.json", all["tracker-known"], all["undeclared-cookie"])
}

func TestTwoAuditsAreComparedInEveryFormat(t *testing.T) {
	t.Parallel()
	before, after := reports(t)
	page, data := filepath.Join(t.TempDir(), "changes.html"), filepath.Join(t.TempDir(), "changes.json")
	for language, want := range map[string]string{
		"fr": "Manquement\u00a0: Le cookie «\u00a0_ga_*\u00a0» n’est pas déclaré", "en": "Fault: The cookie “_ga_*” is not declared",
	} {
		text, err := typedIn(t, "audit", "compare", before, after, "--lang", language)
		if err != nil || !strings.Contains(text, want) {
			t.Errorf("%s: %v\n%s", language, err, text)
		}
	}
	if _, err := typedIn(t, "audit", "compare", before, after, "--out", page, "--out", data); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{page: "<!doctype html><html lang=\"fr\"", data: `"rule": "undeclared-cookie"`} {
		if text, err := os.ReadFile(file); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %v\n%.300s", file, err, text)
		}
	}
	printed, err := typedIn(t, "audit", "compare", before, after, "--format", "json")
	if file, errFile := os.ReadFile(data); err != nil || errFile != nil || printed != string(file) {
		t.Error("what is printed and what is written differ", err, errFile)
	}
}

// The reader of a report need not speak a language of the charter.
func TestTheLanguageOfAReportIsFreeOfTheCharter(t *testing.T) {
	t.Parallel()
	before, after := reports(t)
	folder := t.TempDir()
	french, err := os.ReadFile("../../charter.md")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "charter.md"), french, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := typedIn(t, "audit", "compare", before, after, "--content", folder, "--lang", "en")
	if err != nil || !strings.Contains(text, "Fault: The cookie “_ga_*” is not declared") {
		t.Errorf("%v\n%s", err, text)
	}
}

// An audit that could not write its report fails before it visits the portal.
func TestAWrongAuditIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	before, after := reports(t)
	for sentence, c := range map[string]struct {
		want string
		args []string
	}{
		"missing browser":     {"--browser", []string{"audit", "https://data.exemple.fr", "--browser", "/nowhere/chromium"}},
		"invalid address":     {"data.exemple.fr", []string{"audit", "data.exemple.fr"}},
		"existing file":       {"the file exists", []string{"audit", "https://data.exemple.fr", "--out", after}},
		"unknown file format": {".html, .json or .txt", []string{"audit", "https://data.exemple.fr", "--out", "report.pdf"}},
		"unknown language":    {"reports exist in fr, en", []string{"audit", "compare", before, after, "--lang", "de"}},
		"missing report":      {"missing.json", []string{"audit", "compare", before, "missing.json"}},
		"not a report":        {"is no JSON report", []string{"audit", "compare", before, "audit_test.go"}},
		"unknown level":       {"--fail-on", []string{"audit", "https://data.exemple.fr", "--fail-on", "error"}},
		"no address":          {"url", []string{"audit", "site"}},
	} {
		if out, err := typedIn(t, c.args...); err == nil || !strings.Contains(err.Error(), c.want) || out != "" {
			t.Errorf("%s: %v, printed %q", sentence, err, out)
		}
	}
}

// The exit status follows the most serious finding and --fail-on; an incomplete audit
// never exits with 0.
func TestTheExitStatusOfAnAuditFollowsFailOn(t *testing.T) {
	t.Parallel()
	all, err := audittest.Faults()
	if err != nil {
		t.Fatal(err)
	}
	for failOn, want := range map[string]map[string]string{
		"fault":   {"other-request": "", "own-pixel": "", "tracker-known": "1 fault"},
		"warning": {"other-request": "", "own-pixel": "1 warning", "tracker-known": "1 fault"},
		"notice":  {"other-request": "1 notice", "own-pixel": "1 warning", "tracker-known": "1 fault"},
		"never":   {"other-request": "", "own-pixel": "", "tracker-known": ""},
	} {
		for name, wording := range want {
			_, err := concluded(t, failOn, "text", all[name])
			if (err == nil) != (wording == "") || err != nil && (!strings.Contains(err.Error(), wording) || ExitStatus(err) != 1) {
				t.Errorf("--fail-on %s, %s: %v", failOn, name, err)
			}
		}
		for name, f := range all {
			if _, err := concluded(t, failOn, "text", f); f.Incomplete && (err == nil || ExitStatus(err) != 4) {
				t.Errorf("--fail-on %s, %s: %v, exit %d", failOn, name, err, ExitStatus(err))
			}
		}
	}
	if _, err := concluded(t, "fault", "text", all["wall-one-page"], all["tracker-known"]); ExitStatus(err) != 1 {
		t.Errorf("an incomplete audit with a fault: %v", err)
	}
}

// Every format of an incomplete report begins with a statement that it is incomplete.
func TestAnIncompleteReportBeginsWithThat(t *testing.T) {
	t.Parallel()
	all, err := audittest.Faults()
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range all {
		for format, opening := range map[string]string{"text": "Incomplete audit", "html": "<strong>Incomplete audit", "json": `"complete": false`} {
			out, _ := concluded(t, "fault", format, f)
			at := strings.Index(out, opening)
			if (at >= 0) != f.Incomplete && format != "json" {
				t.Errorf("%s, %s: %.200s", name, format, out)
			}
			reassuring := strings.Index(out, "nothing that needs consent")
			if f.Incomplete && (at < 0 || reassuring >= 0 || at > strings.Index(out, map[string]string{"text": "no answer. No tracker", "html": "no answer. No tracker", "json": `"before_choice"`}[format])) {
				t.Errorf("%s, %s: the report does not begin with what was not seen:\n%.600s", name, format, out)
			}
		}
	}
}

var englishWords = sync.OnceValues(func() (*i18n.Words, error) {
	catalog, err := i18n.Load(locales.Files)
	if err != nil {
		return nil, err
	}
	return catalog.Words("en"), nil
})

// concluded writes the report of a portal with faults, in English.
func concluded(t *testing.T, failOn, format string, faults ...audittest.Fault) (string, error) {
	t.Helper()
	report, err := audittest.Report(faults...)
	if err != nil {
		t.Fatal(err)
	}
	words, err := englishWords()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	c := auditCommand{FailOn: failOn, reportFlags: reportFlags{Format: format}}
	err = c.conclude(&out, report, nil, words)
	return out.String(), err
}

// A report of an earlier version that got only the page of a bot wall counts as
// incomplete.
func TestAComparisonWithAnEarlierIncompleteReportIsIncomplete(t *testing.T) {
	t.Parallel()
	before, _ := reports(t)
	wall := filepath.Join(t.TempDir(), "wall.json")
	text := `{"version": 1, "scope": "x", "languages": ["fr"], "before_choice": [{"state": "undecided", "verdict": "nothing"}], "findings": [], "seen": [],
"observations": {"target": ["https://data.exemple.fr/"], "started": "2027-01-04T09:00:00Z", "complete": true, "visits": [{"state": "undecided", "pages": [{"address": "https://data.exemple.fr/", "status": 403, "wall": 1}]}]}}`
	if err := os.WriteFile(wall, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := typedIn(t, "audit", "compare", before, wall, "--lang", "en")
	if ExitStatus(err) != 4 || !strings.Contains(out, "is incomplete") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestPagesOfAllStatesAreCounted(t *testing.T) {
	t.Parallel()
	var steps [][2]int64
	advance := pagesDone(audit.StatesFor(nil), func(done, total int64) { steps = append(steps, [2]int64{done, total}) })
	advance(audit.Undecided, "", 1, 4)
	advance(audit.Accepted, "", 2, 4)
	advance(audit.Withdrawn, "", 4, 4)
	if steps[0] != [2]int64{1, 20} || steps[1] != [2]int64{14, 20} || steps[2] != [2]int64{20, 20} {
		t.Error(steps)
	}
}
