package main

import (
	"context"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// recordedBy returns a registry that took the decisions, with the program stopped.
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
		err := run(context.Background(), args, func(string) string { return "" }, full{}, &safeBuffer{})
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("charte %s on a full disk: %v, want an error of one line", line, err)
		}
	}
}

func TestAnEmptyFlagIsNotTakenForNone(t *testing.T) {
	t.Parallel()
	registry := recordedBy(t, "accept")
	for flag, args := range map[string][]string{
		"--head":    {"verify", "--registry", registry, "--head", ""},
		"--from":    {"export", "--registry", registry, "--from="},
		"--against": {"check", "--against", ""},
		"--content": {"embed", "--content", ""},
		"--portal":  {"check", "--portal", ","},
	} {
		if said, err := charte(t, args...); err == nil || said != "" || !strings.HasPrefix(err.Error(), flag+": the value is empty") {
			t.Errorf("charte %q: %v", args, err)
		}
	}
}

// change runs SQL on a registry's file, as somebody with access to it could.
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

func TestWhatWasTamperedWithIsNotGivenOutAsProof(t *testing.T) {
	t.Parallel()
	for statement, lines := range map[string][]string{
		"DELETE FROM records WHERE sequence = 3":         {"export", "export --format jsonl", "export --format dpv", "verify", "dossier"},
		"DELETE FROM records":                            {"export", "export --format jsonl", "verify", "dossier", "replay --row 2"},
		"UPDATE records SET gpc = 1 WHERE sequence = 2":  {"export", "verify", "dossier", "replay --row 2", "replay RECEIPT"},
		"UPDATE records SET text = '' WHERE sequence= 2": {"export", "verify", "dossier", "replay --row 2"},
		"UPDATE texts SET html = x'00'":                  {"verify", "dossier", "replay --row 2", "replay RECEIPT"},
		"DELETE FROM texts":                              {"verify", "dossier", "replay --row 2", "replay RECEIPT"},
		"DELETE FROM scopes":                             {"verify", "dossier"},
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
				if said, err := charte(t, args...); err == nil {
					t.Errorf("charte %s ends with 0: %s", line, said)
				}
			}
			file := filepath.Join(t.TempDir(), "records.csv")
			_, failed := charte(t, "export", "--registry", p.registry, "--out", file)
			if _, err := os.Stat(file); err != nil {
				t.Errorf("the export (%v) was not kept as evidence: %v", failed, err)
			}
		})
	}
}
