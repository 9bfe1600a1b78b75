package docs_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The blocks of CONTRIBUTING's "Your first change" work as they are, one after the
// other, each in a clean copy of the sources.
func TestFirstChangesWorkAsWritten(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles and tests a copy of the sources four times")
	}
	t.Parallel()
	text, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, changes, _ := strings.Cut(string(text), "\n## Your first change\n")
	changes, _, _ = strings.Cut(changes, "\n## ")
	blocks := fenced.FindAllStringSubmatch(changes, -1)
	if len(blocks) != 4 {
		t.Fatalf("CONTRIBUTING.md has %d first changes, want 4", len(blocks))
	}
	sources := copySources(t)
	for _, block := range blocks {
		command := exec.Command("bash", "-e", "-c", block[2]+`
			test "$(git status --porcelain | grep -c '^.[^ ]')" -ge 3 || { echo "an edit of the block had no effect"; exit 1; }
			git restore . && git clean -fq`)
		command.Dir, command.Env = sources, append(os.Environ(), "GOFLAGS=-trimpath") // builds are cached for the next run
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s\n%s", err, block[2], out)
		}
	}
}

// copySources copies every file that git does not ignore into a new repository.
func copySources(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	command := exec.Command("bash", "-e", "-c", `
git -C .. ls-files -z --cached --others --exclude-standard | tar -C .. --null -T - -cf - | tar -C "$0" -xf -
git -C "$0" init -q
git -C "$0" add -A`, folder)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return folder
}
