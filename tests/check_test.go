package tests

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// checked is the JSON report of check.
type checked struct {
	Faults   int
	Findings []struct {
		Rule, Level, File, Problem string
		Line                       int
	}
	Against *struct {
		AsksAgain bool `json:"asks_again"`
		Line      string
	}
}

func (c checked) has(rule, file string, line int) bool {
	for _, f := range c.Findings {
		if f.Rule == rule && f.File == file && f.Line == line {
			return true
		}
	}
	return false
}

func checkJSON(t *testing.T, args ...string) (checked, error) {
	t.Helper()
	var out strings.Builder
	err := run(t.Context(), append([]string{"check", "--format", "json"}, args...), nil, &out, io.Discard)
	var report checked
	if errJSON := json.Unmarshal([]byte(out.String()), &report); errJSON != nil {
		t.Fatalf("%v: %s (%v)", errJSON, out.String(), err)
	}
	return report, err
}

// The shipped charter has no fault; check lists what only the operator can add.
func TestCheckOfTheShippedCharterListsWhatTheOperatorMustAdd(t *testing.T) {
	t.Parallel()
	report, err := checkJSON(t, "--base-url", "https://cookies.stmalo-agglomeration.fr",
		"--portal", "https://data.stmalo-agglomeration.fr", "--cookie-domain", "stmalo-agglomeration.fr")
	if err != nil {
		t.Errorf("check fails on the shipped charter: %v", err)
	}
	var rules []string
	for _, f := range report.Findings {
		rules = append(rules, f.Rule)
	}
	want := []string{"contact-missing", "dpo-missing", "nothing-to-ask", "legal-notice-missing", "retention-unconfirmed", "statement-incomplete"}
	if slices.Sort(rules); !slices.Equal(rules, slices.Sorted(slices.Values(want))) {
		t.Errorf("found %q, want %q", rules, want)
	}
}

// One run reports the faults of flags, charter, texts and theme.
func TestCheckReportsAllFaultsInOneRun(t *testing.T) {
	t.Parallel()
	folder := edited(t, "effective: 2026-09-01", "effective: demain")
	write(t, filepath.Join(folder, "theme.css"), ":root { --charte-paper: #ffffff;\n--charte-ink: #777777 }")
	write(t, filepath.Join(folder, "locales", "active.fr.toml"), "refuse = \"Tout refuser\"\n")
	report, err := checkJSON(t, "--content", folder, "--rate-limit", "600", "--trusted-proxy", "proxy", "--registry", "mysql:x", "--retention", "5",
		"--admin", "0.0.0.0:8081", "--spool", filepath.Join(folder, "nowhere"))
	flags := 0
	for _, f := range report.Findings {
		if f.Rule == "setting" {
			flags++
		}
	}
	if err == nil || flags != 6 {
		t.Errorf("%d of 6 wrong flags are reported, %v", flags, err)
	}
	for _, want := range []struct {
		rule, file string
		line       int
	}{
		{"charter", "charter.md", 8}, {"contrast", "theme.css", 0}, {"text-built-in", "locales/active.fr.toml", 0}, {"setting", "", 0},
	} {
		if !report.has(want.rule, want.file, want.line) {
			t.Errorf("%s at %s:%d is not reported: %+v", want.rule, want.file, want.line, report.Findings)
		}
	}
}

func TestCheckOpensNoRegistryAndWritesNoFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if _, err := checkJSON(t, "--registry", "sqlite:"+filepath.Join(folder, "charte.db")); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
		t.Errorf("the folder contains %v, %v", entries, err)
	}
}

// check finds what would stop serve when it opens the admin listener and the spool.
func TestCheckReportsAWrongAdminAddressOrSpool(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		want string // "": no finding
	}{
		"no port":                {[]string{"--admin", "localhost"}, `--admin "localhost": write it as host:port`},
		"a port by no name":      {[]string{"--admin", "localhost:metrics!"}, `"metrics!" is no port`},
		"a port too high":        {[]string{"--admin", "localhost:70000"}, `"70000" is no port`},
		"the network, no token":  {[]string{"--admin", "0.0.0.0:8081"}, "--admin-token must be given too"},
		"a short token":          {[]string{"--admin", "0.0.0.0:8081", "--admin-token", "secret"}, "--admin-token: 16 characters"},
		"the visitors' address":  {[]string{"--admin", "localhost:8080"}, "is --listen too"},
		"no folder for refusals": {[]string{"--spool", "/no/such/folder"}, `--spool "/no/such/folder": no such folder`},
		"a token":                {[]string{"--admin", "0.0.0.0:8081", "--admin-token", "0123456789abcdef"}, ""},
		"off":                    {[]string{"--admin", "off", "--spool", "off"}, ""},
		"a folder":               {[]string{"--spool", t.TempDir()}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, _ := checkJSON(t, c.args...)
			var out []string
			for _, f := range report.Findings {
				if f.Rule == "setting" {
					out = append(out, f.Problem)
				}
			}
			if all := strings.Join(out, "\n"); (c.want == "") != (all == "") || !strings.Contains(all, c.want) {
				t.Errorf("found %q, want %q", all, c.want)
			}
		})
	}
}

// With PostgreSQL the spool must not depend on the working directory.
func TestCheckWarnsOfADefaultSpoolWithPostgreSQL(t *testing.T) {
	t.Parallel()
	public := []string{"check", "--base-url", "https://cookies.example.fr", "--cookie-domain", "example.fr", "--portal", "https://data.example.fr"}
	for name, c := range map[string]struct {
		args    []string
		systemd string
		warned  bool
	}{
		"PostgreSQL":                   {[]string{"--registry", "postgres://charte@db/charte"}, "", true},
		"PostgreSQL, and a folder":     {[]string{"--registry", "postgres://charte@db/charte", "--spool", t.TempDir()}, "", false},
		"PostgreSQL, and systemd":      {[]string{"--registry", "postgres://charte@db/charte"}, "/var/lib/charte", false},
		"PostgreSQL, and none wanted":  {[]string{"--registry", "postgres://charte@db/charte", "--spool", "off"}, "", false},
		"a file, which it lies beside": {nil, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			_ = run(t.Context(), slices.Concat(public, c.args), []string{"STATE_DIRECTORY=" + c.systemd}, &out, io.Discard) // fails: the shipped charter covers other sites
			if warned := strings.Contains(out.String(), "[spool-anywhere]"); warned != c.warned {
				t.Errorf("warned: %t\n%s", warned, out.String())
			}
		})
	}
}

// A wrong base URL does not hide a wrong portal, and causes no findings that depend on it.
func TestCheckReportsPortalsDespiteAWrongBaseURL(t *testing.T) {
	t.Parallel()
	report, err := checkJSON(t, "--base-url", "http://cookies.example.fr", "--portal", "data", "--cookie-domain", "example.fr")
	if err == nil || report.Faults != 2 {
		t.Errorf("%d faults, %v: %+v", report.Faults, err, report.Findings)
	}
}

// What would stop the service stops the check too: a choice with this cookie would be lost.
func TestCheckReportsACookieDomainThatBrowsersRefuse(t *testing.T) { // B-01
	t.Parallel()
	report, err := checkJSON(t, "--base-url", "https://192.0.2.1", "--portal", "https://192.0.2.2", "--cookie-domain", "0.2.1")
	if err == nil || report.Faults != 1 || !strings.Contains(fmt.Sprint(report.Findings), "IP address 192.0.2.1") {
		t.Errorf("%d faults, %v: %+v", report.Faults, err, report.Findings)
	}
}

// A missing folder is one finding; the built-in content is not checked in its place.
func TestCheckOfAMissingFolder(t *testing.T) {
	t.Parallel()
	report, err := checkJSON(t, "--content", "/nonexistent")
	if err == nil || len(report.Findings) != 1 || report.Findings[0].Rule != "setting" {
		t.Errorf("found %+v, %v", report.Findings, err)
	}
}

// C-13, against a running service.
func TestCheckAgainstARunningServiceReportsWhetherEveryoneIsAskedAgain(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", edited(t))
	for name, test := range map[string]struct {
		folder string
		want   string
	}{
		"the same charter": {edited(t), "Nobody is asked again"},
		"other words":      {edited(t, "Compter les visites", "Compter vos visites"), "Nobody is asked again"},
		"one tracker more": {edited(t, "VISITOR_*, YSC", "VISITOR_*, YSC, PREF"), `Only visitors who accepted "video" are asked again: charter.md:71 adds the tracker "PREF" to the purpose "video".`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, _ := checkJSON(t, "--content", test.folder, "--against", p.base)
			if report.Against == nil || !strings.HasPrefix(report.Against.Line, test.want) || report.Against.AsksAgain == strings.HasPrefix(test.want, "Nobody") {
				t.Errorf("got %+v, want %s", report.Against, test.want)
			}
		})
	}
}

// C-26: another charter on the same domain, so that both would use one cookie.
func TestCheckAgainstAnotherCharterOfTheDomainReportsTheSharedCookie(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	answer := strings.Replace(p.visitor(t).open("/charter.json").body, `"cookie_domain": "localhost"`, `"cookie_domain": "stmalo-agglomeration.fr"`, 1)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, answer) }))
	t.Cleanup(other.Close)
	report, err := checkJSON(t, "--base-url", "https://cookies.stmalo-agglomeration.fr", "--portal", "https://data.stmalo-agglomeration.fr",
		"--cookie-domain", "stmalo-agglomeration.fr", "--against", other.URL)
	if err == nil || report.Faults != 1 || !report.has("cookie-shared", "", 0) {
		t.Errorf("%v, %+v", err, report.Findings)
	}
}

func TestCheckAgainstSomethingElseReportsTheResponse(t *testing.T) {
	t.Parallel()
	answers := map[string]http.HandlerFunc{
		"404":                   http.NotFound,
		"not a charter.json":    func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<!DOCTYPE html>") },
		"302":                   func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) },
		"more than":             func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 8<<20+1)) },
		"write it as https":     nil,
		"has a path, a query":   nil,
		"is not https: plain h": nil,
	}
	addresses := map[string]string{"write it as https": "cookies.example.fr", "has a path, a query": "https://cookies.example.fr?lang=fr",
		"is not https: plain h": "http://cookies.example.fr"}
	for want, answer := range answers {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			address := addresses[want]
			if answer != nil {
				other := httptest.NewServer(answer)
				t.Cleanup(other.Close)
				address = other.URL
			}
			report, err := checkJSON(t, "--against", address)
			if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "--against") || report.Against != nil {
				t.Errorf("%v, want %s; %+v", err, want, report.Against)
			}
		})
	}
}

func TestCheckPrintsTextByDefault(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	err := run(t.Context(), []string{"check", "--content", edited(t, "13 mois", "")}, nil, &out, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "faults") {
		t.Errorf("check ended with %v", err)
	}
	for _, want := range []string{"charter.md\n", "[lifetime-missing]\n    fix: ", "points are left for a person to check: --all lists them\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}
