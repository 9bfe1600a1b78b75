package tests

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// allocated is what a tmpfs allocates at once, in bytes.
const allocated = 4096

// addMatomo adds Matomo to the charters of a folder, in English.
func addMatomo(t *testing.T, folder string) error {
	t.Helper()
	return run(t.Context(), []string{"init", folder, "--add", "matomo"}, []string{"LANG=C"}, io.Discard, io.Discard)
}

// checkUnchanged fails unless the folder has the files of before, and no other.
func checkUnchanged(t *testing.T, folder string, before map[string]string) {
	t.Helper()
	for name, want := range before {
		if text, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(text) != want {
			t.Errorf("%s has %d bytes instead of %d: %v", name, len(text), len(want), err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(folder, ".*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// fullPages writes the charters of a new folder into another and returns their texts, each
// as long as fits into its last page.
func fullPages(t *testing.T, folder string) map[string]string {
	t.Helper()
	from, texts := setUp(t, "Ville", "youtube"), map[string]string{}
	for _, name := range []string{"charter.md", "charter.en.md", "charter.de.md", "charter.es.md"} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(text) + strings.Repeat("\n", allocated-1-len(text)%allocated) + "\n"
		write(t, filepath.Join(folder, name), texts[name])
	}
	return texts
}

// On a full disk no charter is cut: the tool is not added, and the error contains what to
// add by hand.
func TestAToolIsNotAddedOnAFullDisk(t *testing.T) {
	t.Parallel()
	ownMounts(t)
	disk := t.TempDir()
	smallDisk(t, disk, "1m")
	texts := fullPages(t, disk)
	empty := fill(t, disk)
	err := addMatomo(t, disk)
	checkUnchanged(t, disk, texts)
	for _, want := range []string{"no space left on device", "nothing was changed", "charter.es.md:", ": insert before this line:\n\n#### Medir la audiencia", "| Matomo | `_pk_id*` | Distinguir"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q: %v", want, err)
		}
	}
	if err != nil && strings.Contains(err.Error(), ".charter.md-") {
		t.Errorf("the error names a temporary file: %v", err)
	}
	empty()
	if err := addMatomo(t, disk); err != nil {
		t.Error(err)
	}
}

// If one charter cannot be replaced, such as the only file of a bind mount, the others get
// their text back.
func TestAToolIsAddedToAllChartersOrToNone(t *testing.T) {
	t.Parallel()
	ownMounts(t)
	folder := t.TempDir()
	texts := fullPages(t, folder)
	last := filepath.Join(folder, "charter.es.md")
	if err := unix.Mount(last, last, "", unix.MS_BIND, ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Unmount(last, unix.MNT_DETACH) })
	if err := addMatomo(t, folder); err == nil || !strings.Contains(err.Error(), last+": cannot be replaced: device or resource busy") {
		t.Error(err)
	}
	checkUnchanged(t, folder, texts)
}

// A new folder is written whole or not at all.
func TestInitLeavesNothingOnAFullDisk(t *testing.T) {
	t.Parallel()
	ownMounts(t)
	disk := t.TempDir()
	smallDisk(t, disk, "64k")
	err := run(t.Context(), []string{"init", filepath.Join(disk, "etc", "content"), "--authority", "Ville", "--portal", "data.example.fr", "--service", "cookies.example.fr"}, nil, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "no space left on device") {
		t.Errorf("on a full disk: %v", err)
	}
	if left, err := os.ReadDir(disk); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
