package tests

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"charte/internal/consent"
	"charte/internal/store"
	"charte/internal/store/postgres"
	"charte/internal/store/sqlite"
)

// charte runs a command and returns its standard output.
func charte(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(context.Background(), args, nil, &out, &safeBuffer{})
	return out.String(), err
}

func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	out, err := charte(t, args...)
	if err != nil {
		t.Fatalf("charte %s: %v", strings.Join(args, " "), err)
	}
	return out
}

// look opens the registry at dsn.
func look(t *testing.T, dsn string) recorded {
	t.Helper()
	opened, err := openStore(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	return opened
}

// recorded is an open registry of either kind. Closing it also closes the connections
// of PostgreSQL, whose number is limited.
type recorded struct {
	*store.Store
	io.Closer
}

func (r recorded) Close() error { return r.Closer.Close() }

func openStore(ctx context.Context, dsn string) (recorded, error) {
	if file, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		r, err := sqlite.Open(ctx, file)
		if err != nil {
			return recorded{}, err
		}
		return recorded{r.Store, r}, nil
	}
	r, err := postgres.Open(ctx, dsn)
	if err != nil {
		return recorded{}, err
	}
	return recorded{r.Store, r}, nil
}

func TestVerifyNamesTheRowThatWasChanged(t *testing.T) {
	t.Parallel()
	p := start(t)
	for _, decision := range []string{"accept", "refuse", "accept"} {
		p.visitor(t).open("/fr/choice").submit(decision)
	}
	p.stop()
	head := strings.TrimSpace(mustRun(t, "verify", "--registry", p.registry, "--print-head"))
	if out := mustRun(t, "verify", "--registry", p.registry, "--head", head); !strings.HasPrefix(out, "The chain is intact: 3 records, 1 to 3, citing 1 text; no text is missing.\n") {
		t.Errorf("verify printed %q", out)
	}
	if out, _, err := output(t, []string{"LANG=fr_FR.UTF-8"}, "verify", "--registry", p.registry); err != nil || !strings.HasPrefix(out, "La chaîne est intacte\u00a0: 3 enregistrements, de 1 à 3, avec 1 texte cité\u00a0; aucun texte ne manque.\n") {
		t.Errorf("in French: %q, %v", out, err)
	}
	db, err := sql.Open("sqlite", strings.TrimPrefix(p.registry, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `UPDATE records SET gpc = 1 WHERE sequence = 2`); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"verify"}, {"verify", "--head", head}, {"verify", "--print-head"}} {
		if out, err := charte(t, append(args, "--registry", p.registry)...); out != "" || err == nil || err.Error() != "verification failed: record 2 was changed" {
			t.Errorf("%v: %q, %v", args, out, err)
		}
	}
}

// P-01, P-02: replay returns the page that the visitor was shown, byte for byte, after
// charter and program have changed.
func TestReplayReturnsThePageThatWasShown(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		p := startOn(t, registry, "--content", demo())
		v := p.visitor(t)
		page := v.open("/fr/")
		sheet := find(page.doc, func(n *html.Node) bool { return n.Data == "link" && attr(n, "rel") == "stylesheet" })
		css := v.open(attr(sheet, "href")).body
		page.submit("accept")
		receipt := v.cookie("charte-receipt")
		p.stop()
		next := startOn(t, registry, "--content", edited(t, "Compter les visites", "Dénombrer les visites"))
		next.visitor(t).open("/fr/").submit("refuse")
		next.stop()
		out := filepath.Join(t.TempDir(), "evidence")
		printed := mustRun(t, "replay", "--registry", registry, "--out", out, receipt)
		text := strings.Fields(strings.TrimPrefix(printed, "Text version "))[0]
		if html := read(t, filepath.Join(out, text[:12]+".html")); html != withoutVisitor(page.body, text) {
			t.Errorf("the page differs:\n%s\n\n%s", html, page.body)
		}
		if got := read(t, filepath.Join(out, text[:12]+".css")); got != css {
			t.Error("the style differs")
		}
		if view := read(t, filepath.Join(out, text[:12]+".view.html")); !strings.Contains(view, `href="`+text[:12]+`.css"`) || !strings.Contains(printed, "open "+out) {
			t.Errorf("replay does not explain how to open the page: %s", printed)
		}
		var record struct{ Receipt, Hash string }
		if err := json.Unmarshal([]byte(read(t, filepath.Join(out, "record-1.json"))), &record); err != nil || record.Receipt != receipt || len(record.Hash) != 64 {
			t.Errorf("the record's file: %+v, %v", record, err)
		}
		grouped := strings.ToUpper(receipt[:13]) + "-" + receipt[13:]
		if again := mustRun(t, "replay", "--registry", registry, "--out", out, grouped); !strings.Contains(again, "receipt "+receipt+"\n") {
			t.Errorf("the same replay again, with the receipt as a visitor writes it: %s", again)
		}
		if _, err := charte(t, "replay", "--registry", registry, "--out", out, receipt[1:]); err == nil || !strings.Contains(err.Error(), "26 digits and letters") {
			t.Errorf("a receipt that lacks a character: %v", err)
		}
		if err := os.WriteFile(filepath.Join(out, text[:12]+".html"), []byte("another page"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := charte(t, "replay", "--registry", registry, "--out", out, "--row", "1"); err == nil || !strings.Contains(err.Error(), "exists with other content") {
			t.Errorf("evidence was overwritten: %v", err)
		}
		if !strings.Contains(printed, "Record 1, ") || !strings.Contains(printed, "Z: accept, audience=true campaigns=true video=true\n") {
			t.Errorf("replay does not print the decision: %s", printed)
		}
		if refused := mustRun(t, "replay", "--registry", registry, "--out", t.TempDir(), "--row", "2"); !strings.Contains(refused, "Record 2, ") || !strings.Contains(refused, "T00:00:00Z: refuse, audience=false campaigns=false video=false\n") {
			t.Errorf("replay does not print the refusal: %s", refused)
		}
		for _, args := range [][]string{{"--row", "1"}, {"--text", text}} {
			if again := mustRun(t, append([]string{"replay", "--registry", registry, "--out", t.TempDir()}, args...)...); !strings.Contains(again, text) {
				t.Errorf("replay %v: %s", args, again)
			}
		}
	})
}

// withoutVisitor removes what belongs to one visitor from a page.
func withoutVisitor(page, text string) string {
	return strings.NewReplacer(text, "", text[:12], "").Replace(page)
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// verifyInPython runs the independent verifier in an English session.
func verifyInPython(t *testing.T, export, head string) (string, error) {
	t.Helper()
	verifier := exec.CommandContext(t.Context(), "python3", "../docs/verify.py", export, head)
	verifier.Env = append(os.Environ(), "LC_ALL=C")
	out, err := verifier.CombinedOutput()
	return string(out), err
}

func TestAnExportOfTheRealRecordIsVerifiedInPython(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		p := startOn(t, registry, "--content", demo())
		v := p.visitor(t)
		v.open("/fr/choice").submit("accept")
		v.open("/en/").submit("custom", "video")
		v.open("/en/").submit("refuse")
		file := filepath.Join(t.TempDir(), "export.jsonl")
		mustRun(t, "export", "--registry", registry, "--format", "jsonl", "--out", file) // while the program runs
		head := strings.TrimSpace(mustRun(t, "verify", "--registry", registry, "--print-head"))
		printed, err := verifyInPython(t, file, head)
		if err != nil || printed != "valid, up to record 3; not verified: texts: no folder textes beside the export\n" {
			t.Errorf("%v: %s", err, printed)
		}
		if text := mustRun(t, "export", "--registry", registry); strings.Count(text, "\r\n") != 4 {
			t.Errorf("CSV: %q", text)
		}
		if text := mustRun(t, "export", "--registry", registry, "--format", "dpv"); strings.Count(text, `"dpv:ConsentRecord"`) != 3 {
			t.Errorf("DPV: %q", text)
		}
	})
}

// P-06: the visitor's own copy, in the same terms.
func TestAReceiptIsJSONOnRequest(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	v := p.visitor(t)
	v.open("/fr/choice").submit("accept")
	receipt := v.cookie("charte-receipt")
	for _, kind := range []string{"application/json", "application/ld+json"} {
		v.headers["Accept"] = kind
		s := v.open("/fr/receipt")
		var got struct {
			Type       string `json:"@type"`
			Identifier string `json:"dct:identifier"`
			Records    []struct {
				Notice struct {
					Identifier string `json:"dct:identifier"`
				} `json:"dpv:hasNotice"`
				Processes []struct {
					Status string `json:"dpv:hasConsentStatus"`
				} `json:"dpv:hasProcess"`
			} `json:"dpv:hasRecordOfActivity"`
		}
		if err := json.Unmarshal([]byte(s.body), &got); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(s.header.Get("Content-Type"), kind) || got.Type != "dpv:ConsentReceipt" || got.Identifier != receipt ||
			len(got.Records) != 1 || len(got.Records[0].Notice.Identifier) != 64 || got.Records[0].Processes[0].Status != "dpv:ConsentGiven" {
			t.Errorf("%s: %s", kind, s.body)
		}
	}
}

func TestServeCountsBannersAndRecordsItsConfiguration(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		p := startOn(t, registry, "--content", demo())
		for range 3 {
			p.visitor(t).open("/fr/choice")
		}
		p.stop() // writes the counts
		again := startOn(t, registry, "--content", edited(t, "_ga; _ga_*", "_ga; _ga_*; _gcl_au"))
		again.stop()
		r := look(t, registry)
		totals, err := r.Totals(t.Context(), time.Now().AddDate(0, 0, -1), time.Now())
		if err != nil || len(totals) != 1 || totals[0].Decision != consent.BannerShown || totals[0].Count != 3 || totals[0].Language != "fr" {
			t.Errorf("totals %+v, %v", totals, err)
		}
		history, err := r.History(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		periods := map[string]int{}
		for _, p := range history {
			periods[p.Name]++
			if p.Name == consent.NoteConfiguration && !strings.Contains(p.Value, "retention=66 months") {
				t.Errorf("configuration: %s", p.Value)
			}
		}
		want := map[string]int{"scope": 2, "trackers": 2, "controller": 1, "text fr banner": 2, "text en charter": 2}
		for name, n := range want {
			if periods[name] != n {
				t.Errorf("%s: %d periods, want %d", name, periods[name], n)
			}
		}
	})
}

func TestWrongArgumentsOfTheRecordsCommandsAreNamed(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.visitor(t).open("/fr/choice").submit("refuse")
	p.stop()
	on := []string{"--registry", p.registry}
	taken := filepath.Join(t.TempDir(), "taken")
	if err := os.WriteFile(taken, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"no such file":         {[]string{"verify", "--registry", "sqlite:" + taken + "-not"}, "no such file"},
		"an empty file":        {[]string{"verify", "--registry", "sqlite:" + taken}, "the file is empty, so it is no registry"},
		"a head cut short":     {append([]string{"verify", "--head", "3:abc"}, on...), "--head \"3:abc\": write a head as charte verify --print-head does"},
		"a retention of years": {append([]string{"purge", "--retention", "5 years"}, on...), "--retention \"5 years\": write it as 66 months"},
		"serve for a month":    {append([]string{"serve", "--listen", "localhost:0", "--retention", "1 months"}, on...), "--retention \"1 months\""},
		"nothing to replay":    {append([]string{"replay"}, on...), "give exactly one of"},
		"two to replay":        {append([]string{"replay", "--row", "1", "--text", "x"}, on...), "give exactly one of"},
		"no such row":          {append([]string{"replay", "--row", "7"}, on...), "no record has the number 7"},
		"no such receipt":      {append([]string{"replay", strings.Repeat("0", 26)}, on...), `no record gave the receipt "000`},
		"a row and a day":      {append([]string{"replay", "--row", "1", "--day", "2026-03-01"}, on...), "give exactly one of"},
		"a day of no calendar": {append([]string{"replay", "--day", "2027-02-30"}, on...), "--day: \"2027-02-30\": write a day as 2026-03-31"},
		"a day too early":      {append([]string{"replay", "--day", "2020-01-01"}, on...), "--day: 2020-01-01 is before the first text in the registry, which was in force from 20"},
		"a day to come":        {append([]string{"replay", "--day", "2999-01-01"}, on...), "--day: 2999-01-01 is in the future"},
		"a dossier to come":    {append([]string{"dossier", "--from", "2999-01-01", "--out", taken + ".zip"}, on...), "dossier: 2999-01-01 is in the future"},
		"an export to come":    {append([]string{"export", "--from", "2999-01-01"}, on...), "export: 2999-01-01 is in the future"},
		"no such text":         {append([]string{"replay", "--text", "xyz"}, on...), "no text version xyz is in the registry"},
		"a day otherwise":      {append([]string{"export", "--from", "1.3.2026"}, on...), "write a day as 2026-03-31"},
		"a format unknown":     {append([]string{"export", "--format", "xls"}, on...), "--format"},
		"a file that is there": {append([]string{"export", "--out", taken}, on...), "--out: "},
		"a spool in no folder": {append([]string{"serve", "--listen", "localhost:0", "--spool", taken + "/x"}, on...), "--spool "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := charte(t, test.args...)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
