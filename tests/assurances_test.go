package tests

import (
	"context"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// full is a writer on a full disk.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// recordedBy returns a registry with the decisions, after the program has stopped.
func recordedBy(t *testing.T, decisions ...string) string {
	t.Helper()
	p := start(t, "--content", demo())
	for _, decision := range decisions {
		p.visitor(t).open("/fr/choice").submit(decision)
	}
	p.stop()
	return p.registry
}

func TestACommandFailsIfItsOutputCannotBeWritten(t *testing.T) {
	t.Parallel()
	registry := recordedBy(t, "accept")
	for _, line := range []string{
		"verify", "verify --print-head", "purge --dry-run", "export", "export --format jsonl", "export --format dpv", "replay --row 1 --out " + t.TempDir(),
		"dossier --browser off --out " + filepath.Join(t.TempDir(), "d.zip"), "check", "check --format json", "embed", "version", "--help",
	} {
		args := strings.Fields(line)
		if strings.Contains("verify purge export replay dossier", args[0]) {
			args = append(args, "--registry", registry)
		}
		err := run(context.Background(), args, nil, full{}, &safeBuffer{})
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("charte %s on a full disk: %v, want an error of one line", line, err)
		}
	}
}

func TestAnEmptyFlagIsAnError(t *testing.T) {
	t.Parallel()
	registry := recordedBy(t, "accept")
	for flag, args := range map[string][]string{
		"--head":    {"verify", "--registry", registry, "--head", ""},
		"--from":    {"export", "--registry", registry, "--from="},
		"--against": {"check", "--against", ""},
		"--content": {"embed", "--content", ""},
		"--portal":  {"check", "--portal", ","},
	} {
		if out, err := charte(t, args...); err == nil || out != "" || !strings.HasPrefix(err.Error(), flag+": the value is empty") {
			t.Errorf("charte %q: %v", args, err)
		}
	}
}

// change runs SQL on a registry's file, as an intruder could.
func change(t *testing.T, registry, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", strings.TrimPrefix(registry, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestATamperedRegistryGivesNoProof(t *testing.T) {
	t.Parallel()
	for statement, lines := range map[string][]string{
		"DELETE FROM records WHERE sequence = 3":         {"export", "export --format jsonl", "export --format dpv", "verify", "dossier"},
		"DELETE FROM records":                            {"export", "export --format jsonl", "verify", "dossier", "replay --row 2"},
		"UPDATE records SET gpc = 1 WHERE sequence = 2":  {"export", "verify", "dossier", "replay --row 2", "replay RECEIPT"},
		"UPDATE records SET text = '' WHERE sequence= 2": {"export", "verify", "dossier", "replay --row 2"},
		"UPDATE texts SET html = x'00'":                  {"verify", "dossier", "replay --row 2", "replay RECEIPT"},
		"DELETE FROM texts":                              {"verify", "dossier", "replay --row 2", "replay RECEIPT"},
		"DELETE FROM scopes":                             {"verify", "dossier"},
		"UPDATE texts SET html = x'00' WHERE hash NOT IN (SELECT text FROM records)": {"verify", "dossier"},
	} {
		t.Run(statement, func(t *testing.T) {
			t.Parallel()
			p := start(t, "--content", demo())
			for range 3 {
				p.visitor(t).open("/fr/choice").submit("accept")
			}
			receipt := p.records(t)[1].Receipt
			p.stop()
			change(t, p.registry, statement)
			for _, line := range lines {
				args := append(strings.Fields(strings.Replace(line, "RECEIPT", receipt, 1)), "--registry", p.registry)
				switch args[0] {
				case "dossier":
					args = append(args, "--browser", "off", "--out", filepath.Join(t.TempDir(), "d.zip"))
				case "replay":
					args = append(args, "--out", t.TempDir())
				}
				if printed, err := charte(t, args...); err == nil {
					t.Errorf("charte %s succeeded: %s", line, printed)
				}
			}
			file := filepath.Join(t.TempDir(), "records.csv")
			_, failed := charte(t, "export", "--registry", p.registry, "--out", file)
			if _, err := os.Stat(file); err != nil {
				t.Errorf("the export (%v) was removed: %v", failed, err)
			}
		})
	}
}

// A copy cut short, as by a full disk, is not a valid backup.
func TestACopyCutShortDoesNotVerify(t *testing.T) {
	t.Parallel()
	whole := []byte(read(t, strings.TrimPrefix(recordedBy(t, "accept", "refuse", "accept"), "sqlite:")))
	for _, lost := range []int{len(whole), len(whole) - 512, len(whole) / 2, 4096, 100} {
		file := filepath.Join(t.TempDir(), "copy.db")
		write(t, file, string(whole[:len(whole)-lost]))
		for _, command := range [][]string{{"verify"}, {"verify", "--print-head"}, {"dossier", "--browser", "off", "--out", file + ".zip"}} {
			if printed, err := charte(t, append(command, "--registry", "sqlite:"+file)...); err == nil {
				t.Errorf("%d of %d bytes lost: charte %q succeeded: %s", lost, len(whole), command, printed)
			}
		}
	}
}

// An older copy and another registry both contain valid chains: only a head that was
// saved elsewhere shows what is missing in them.
func TestVerifyFailsForARegistryWithoutTheHead(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	p.visitor(t).open("/fr/choice").submit("accept")
	p.visitor(t).open("/fr/choice").submit("accept")
	p.stop()
	older := strings.TrimPrefix(p.registry, "sqlite:") + ".older"
	write(t, older, read(t, strings.TrimPrefix(p.registry, "sqlite:")))
	again := startOn(t, p.registry, "--content", demo())
	again.visitor(t).open("/fr/choice").submit("refuse")
	again.stop()
	head := strings.TrimSpace(mustRun(t, "verify", "--print-head", "--registry", p.registry))
	for name, registry := range map[string]string{"older": "sqlite:" + older, "another": recordedBy(t, "accept", "accept", "refuse"), "shorter": recordedBy(t, "accept")} {
		if out, err := charte(t, "verify", "--head", head, "--registry", registry); err == nil {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// The self-test reads the folder at each request, so it reports faults that came after
// the start.
func TestSelfTestReportsAFaultIntroducedAfterTheStart(t *testing.T) {
	t.Parallel()
	folder := edited(t)
	p := start(t, "--content", folder, "--admin", "localhost:0")
	const fault = "is not that of a purpose"
	if found := strings.Join(selfTest(t, p), ""); strings.Contains(found, fault) {
		t.Fatalf("before the edit: %s", found)
	}
	edit(t, folder, right, wrong)
	if found := strings.Join(selfTest(t, p), ""); !strings.Contains(found, fault) {
		t.Errorf("a broken charter gives no finding: %s", found)
	}
	if err := os.Remove(filepath.Join(folder, "charter.md")); err != nil {
		t.Fatal(err)
	}
	if found := strings.Join(selfTest(t, p), ""); !strings.Contains(found, "charter.md") {
		t.Errorf("a folder without a charter gives no finding: %s", found)
	}
}

// selfTest returns the findings of the operator's self-test.
func selfTest(t *testing.T, p *program) []string {
	t.Helper()
	status, body := ask(t, p.admin(t)+"/en/test")
	if status != 200 {
		t.Fatalf("the self-test answers %d: %s", status, body)
	}
	_, list, _ := strings.Cut(body, "Findings of")
	return strings.Split(list, "<li><strong>")[1:]
}

// The head of a purged record cannot be compared, so verify must not succeed.
func TestVerifyReportsAHeadThatItCouldNotCompare(t *testing.T) {
	t.Parallel()
	registry := recordedBy(t, "accept", "accept", "accept")
	newest := strings.TrimSpace(mustRun(t, "verify", "--print-head", "--registry", registry))
	change(t, registry, `INSERT INTO checkpoints (day, sequence, hash) SELECT '2026-01-02', sequence, hash FROM records WHERE sequence = 2`)
	change(t, registry, `DELETE FROM records WHERE sequence <= 2`)
	change(t, registry, `UPDATE totals SET count = 1 WHERE decision = 'accept'`) // a purge removes whole days
	purged := "1:" + strings.Repeat("a", 64)
	if out, err := charte(t, "verify", "--registry", registry, "--head", purged); err == nil || !strings.Contains(err.Error(), "no head was compared") {
		t.Errorf("%v: %s", err, out)
	}
	if out, err := charte(t, "verify", "--registry", registry, "--head", purged, "--head", newest); err != nil || !strings.Contains(out, "1 of 2 heads was not compared") {
		t.Errorf("%v: %s", err, out)
	}
	if out, err := charte(t, "verify", "--registry", registry, "--head", newest); err != nil || strings.Contains(out, "not compared") {
		t.Errorf("%v: %s", err, out)
	}
}

// The chain does not protect the daily totals, so verify compares them with the records.
func TestVerifyFailsIfATotalDiffersFromTheRecords(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.visitor(t).open("/fr/").submit("refuse")
	p.stop()
	if out, err := charte(t, "verify", "--registry", p.registry); err != nil {
		t.Fatal(out, err)
	}
	change(t, p.registry, `UPDATE totals SET count = 900 WHERE decision = 'refuse'`)
	out, err := charte(t, "verify", "--registry", p.registry)
	if err == nil || !strings.Contains(err.Error(), "1 daily total differs from the records") || !strings.Contains(out, "refuse: the total is 900, the number of records is 1\n") {
		t.Errorf("verify: %q, %v", out, err)
	}
}
