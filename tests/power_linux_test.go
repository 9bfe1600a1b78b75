package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A command that has ended has its result on disk. A power cut is simulated by a copy
// of the disk's image, which lacks what the kernel has not written yet.
func TestResultOfACommandSurvivesAPowerCut(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	p.visitor(t).open("/fr/choice").submit("refuse")
	ownMounts(t)
	image, disk := imageDisk(t, "commit=300") // the kernel writes by itself after 300 s
	for _, c := range []struct{ args, files string }{
		{"backup " + disk + "/charte.db", "charte.db charte.db.head"},
		{"export --out " + disk + "/export.jsonl", "export.jsonl"},
		{"status --verified " + disk + "/verified --portal " + portalOrigin + " --content " + demo(), "verified"},
	} {
		command := exec.Command(os.Args[0], append(strings.Fields(c.args), "--registry", p.registry)...)
		command.Env = append(os.Environ(), childProgram+"=1")
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", c.args, err, out)
		}
		after := afterPowerCut(t, image)
		for name := range strings.FieldsSeq(c.files) {
			want, err := os.ReadFile(filepath.Join(disk, name))
			if err != nil {
				t.Fatal(err)
			}
			if have, err := os.ReadFile(filepath.Join(after, name)); err != nil || string(have) != string(want) {
				t.Errorf("%s: after a power cut: %v, %d bytes of %d", c.args, err, len(have), len(want))
			}
		}
	}
}

// afterPowerCut mounts a copy of the image, as it is now, and returns its folder.
func afterPowerCut(t *testing.T, image string) (disk string) {
	t.Helper()
	copied, disk := filepath.Join(t.TempDir(), "copy.img"), t.TempDir()
	mustSh(t, "cp "+image+" "+copied+" && mount -o loop "+copied+" "+disk)
	t.Cleanup(func() { unix.Unmount(disk, unix.MNT_DETACH) })
	return disk
}
