package command

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/audit"
	"charte/internal/audit/audittest"
	"charte/internal/i18n"
	"charte/locales"
)

// typedIn runs a command line on the shipped charters.
func typedIn(t *testing.T, args ...string) (stdout string, err error) {
	t.Helper()
	var out, log bytes.Buffer
	err = Run(t.Context(), args, func(string) string { return "" }, &out, &log, os.DirFS("../.."))
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
	if kept, errFile := os.ReadFile(data); err != nil || errFile != nil || printed != string(kept) {
		t.Error("what is printed and what is written differ", err, errFile)
	}
}

// What would be noticed after an hour of looking is said before it.
func TestAWrongAuditIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	before, after := reports(t)
	for sentence, c := range map[string]struct {
		want string
		args []string
	}{
		"a browser that is not there":  {"--browser", []string{"audit", "https://data.exemple.fr", "--browser", "/nowhere/chromium"}},
		"an address that is none":      {"data.exemple.fr", []string{"audit", "data.exemple.fr"}},
		"a file that exists":           {"the file exists", []string{"audit", "https://data.exemple.fr", "--out", after}},
		"a file of an unknown kind":    {".html, .json or .txt", []string{"audit", "https://data.exemple.fr", "--out", "report.pdf"}},
		"a language that is not there": {"the charter has fr, en", []string{"audit", "compare", before, after, "--lang", "de"}},
		"a report that is not there":   {"missing.json", []string{"audit", "compare", before, "missing.json"}},
		"a file that is no report":     {"is no JSON report", []string{"audit", "compare", before, "audit_test.go"}},
		"a level that is none":         {"--fail-on", []string{"audit", "https://data.exemple.fr", "--fail-on", "error"}},
		"no address":                   {"url", []string{"audit", "site"}},
	} {
		if out, err := typedIn(t, c.args...); err == nil || !strings.Contains(err.Error(), c.want) || out != "" {
			t.Errorf("%s: %v, printed %q", sentence, err, out)
		}
	}
}

// The exit code follows the gravest finding, and a look at nothing is no success.
func TestAnAuditEndsAsItWasAskedTo(t *testing.T) {
	t.Parallel()
	all, err := audittest.Faults()
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	unseen := audit.Report{Observations: audit.Observations{Visits: []audit.Visit{{State: audit.Undecided, Troubles: []audit.Trouble{{ID: audit.BrowserEnds}}}}}}
	for failOn, want := range map[string]map[string]string{
		"fault":   {"not-seen-incomplete": "cut short", "other-request": "", "own-pixel": "", "tracker-known": "1 fault", "unseen": "no page"},
		"warning": {"other-request": "", "own-pixel": "1 warning", "tracker-known": "1 fault", "unseen": "no page"},
		"notice":  {"other-request": "1 notice", "own-pixel": "1 warning", "tracker-known": "1 fault", "unseen": "no page"},
		"never":   {"not-seen-incomplete": "", "other-request": "", "own-pixel": "", "tracker-known": "", "unseen": "no page"},
	} {
		for name, says := range want {
			report, err := audittest.Report(all[name])
			if err != nil {
				t.Fatal(err)
			}
			if name == "unseen" {
				report = unseen
			}
			var out bytes.Buffer
			c := auditCommand{FailOn: failOn, reportFlags: reportFlags{Format: "text"}}
			err = c.conclude(&out, report, nil, catalog.Words("en"))
			if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) || out.Len() == 0 {
				t.Errorf("--fail-on %s, %s: %v", failOn, name, err)
			}
		}
	}
}

func TestPagesOfAllStatesAreCounted(t *testing.T) {
	t.Parallel()
	var steps [][2]int64
	told := pagesDone(func(done, total int64) { steps = append(steps, [2]int64{done, total}) })
	told(audit.Undecided, "", 1, 4)
	told(audit.Accepted, "", 2, 4)
	told(audit.Withdrawn, "", 4, 4)
	if steps[0] != [2]int64{1, 20} || steps[1] != [2]int64{14, 20} || steps[2] != [2]int64{20, 20} {
		t.Error(steps)
	}
}
