package tests

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/spool"
)

// oldRegistry returns the file of a registry as the first version wrote it, with a choice.
func oldRegistry(t *testing.T) string {
	t.Helper()
	file := strings.TrimPrefix(recordedBy(t, "refuse"), "sqlite:")
	db, err := sql.Open("sqlite", file)
	if err == nil {
		_, err = db.ExecContext(t.Context(), `DROP TABLE content; DROP TABLE horizon; DELETE FROM migrations WHERE number > 1`)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return file
}

// A start that is refused migrates, writes and creates nothing.
func TestRefusedStartLeavesTheRegistryUntouched(t *testing.T) {
	t.Parallel()
	shared := t.TempDir()
	taken, err := spool.Open(filepath.Join(shared, "charte.spool"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() }) // after the parallel subtests
	theme := edited(t)
	write(t, filepath.Join(theme, "theme.css"), ":root{--charte-radius:0")
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"a broken charter":      {[]string{"--content", edited(t, right, wrong)}, "charter.md"},
		"a broken theme":        {[]string{"--content", theme}, "theme.css"},
		"a fault, with strict":  {[]string{"--content", edited(t, "| `_pk_id.*` |", "`_pk_id.*` |"), "--strict"}, "charter.md"},
		"an unknown portal":     {[]string{"--content", demo(), "--base-url", "https://cookies.exemple.fr", "--portal", "https://elsewhere.example"}, "elsewhere.example"},
		"a missing folder":      {[]string{"--content", "/nonexistent"}, "no such folder"},
		"another's spool":       {[]string{"--content", demo(), "--spool", shared}, "another instance uses this spool"},
		"an unreadable setting": {[]string{"--content", demo(), "--retention", "soon"}, "--retention"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := oldRegistry(t)
			before := everyFile(t, filepath.Dir(file))
			args := append([]string{"--listen", "localhost:0", "--admin", "off", "--portal", portalOrigin, "--registry", "sqlite:" + file}, test.args...)
			if _, _, err := output(t, nil, args...); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the start failed with %v, want %s", err, test.want)
			}
			if !bytes.Equal(everyFile(t, filepath.Dir(file)), before) {
				t.Error("the refused start changed the registry's folder")
			}
			none := sqliteFile(t)
			args[7] = none
			if _, _, err := output(t, nil, args...); err == nil || len(everyFile(t, filepath.Dir(strings.TrimPrefix(none, "sqlite:")))) != 0 {
				t.Errorf("%v; the refused start created a registry or a spool", err)
			}
		})
	}
}

// everyFile returns names and bytes of all files of a folder.
func everyFile(t *testing.T, folder string) []byte {
	t.Helper()
	var all []byte
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(append(append(all, e.Name()...), 0), content...)
	}
	return all
}
