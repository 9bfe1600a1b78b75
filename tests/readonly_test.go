package tests

import (
	"database/sql"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/command"
	"charte/internal/store/postgres/pgtest"
)

// readers returns the commands that only read, with arguments that succeed on a
// registry whose first record is a grant.
func readers(out string) map[string][]string {
	return map[string][]string{
		"verify":          {"verify"},
		"verify, head":    {"verify", "--print-head"},
		"export":          {"export", "--out", filepath.Join(out, "record.csv")},
		"replay":          {"replay", "--row", "1", "--out", filepath.Join(out, "replay")},
		"dossier":         {"dossier", "--browser", "off", "--out", filepath.Join(out, "dossier.zip")},
		"purge --dry-run": {"purge", "--dry-run"},
	}
}

// contents returns mode and bytes of each file in a folder.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(folder, f.Name()))
		info, errInfo := f.Info()
		if err != nil || errInfo != nil {
			t.Fatal(err, errInfo)
		}
		all[f.Name()] = info.Mode().String() + info.ModTime().String() + string(content)
	}
	return all
}

// A copy of the record is evidence: it can be read without write access, and reading
// does not change it.
func TestReadingCommandsDoNotChangeACopy(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	p.visitor(t).open("/fr/choice").submit("accept")
	p.stop()
	folder := t.TempDir()
	copied := filepath.Join(folder, "charte.db")
	content, err := os.ReadFile(strings.TrimPrefix(p.registry, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, copied, string(content))
	if err := os.Chmod(copied, 0o444); err != nil {
		t.Fatal(err)
	}
	before := contents(t, folder)
	for name, args := range readers(t.TempDir()) {
		if _, err := charte(t, append(args, "--registry", "sqlite:"+copied)...); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after := contents(t, folder); !maps.Equal(before, after) {
		t.Errorf("the folder contains %d files, before %d; or the copy was changed", len(after), len(before))
	}
}

// charte verify --registry sqlite:OTHER.db, typed by mistake, changes nothing.
func TestAFileOfAnotherProgramIsRefused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	other := filepath.Join(folder, "other.db")
	db, err := sql.Open("sqlite", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `CREATE TABLE bookmarks (url TEXT)`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	before := contents(t, folder)
	commands := readers(t.TempDir())
	commands["purge"] = []string{"purge"}
	commands["serve"] = []string{"serve", "--listen", "localhost:0", "--admin", "off", "--spool", "off"}
	for name, args := range commands {
		_, err := charte(t, append(args, "--registry", "sqlite:"+other)...)
		if err == nil || !strings.Contains(err.Error(), "the tables of another program") || command.ExitStatus(err) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after := contents(t, folder); !maps.Equal(before, after) {
		t.Error("the file was changed, or another was created")
	}
}

func TestReadingCommandsCreateNoTables(t *testing.T) {
	t.Parallel()
	address := pgtest.Start(t).NewDatabase(t)
	commands := readers(t.TempDir())
	commands["purge"] = []string{"purge"}
	for name, args := range commands {
		if _, err := charte(t, append(args, "--registry", address)...); err == nil || !strings.Contains(err.Error(), "it holds no registry") {
			t.Errorf("%s on an empty database: %v", name, err)
		}
	}
}

// verify must not report a valid chain if there are no records.
func TestVerifyOfAnEmptyRegistryHasADistinctExitStatus(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		startOn(t, registry).stop()
		for _, args := range [][]string{{"verify"}, {"verify", "--print-head"}} {
			out, err := charte(t, append(args, "--registry", registry)...)
			if command.ExitStatus(err) != 3 || !strings.HasPrefix(err.Error(), "nothing to verify") || strings.Contains(out, "intact") {
				t.Errorf("%v: %q, %v", args, out, err)
			}
		}
	})
}
