package main

import (
	"context"
	"io"
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
