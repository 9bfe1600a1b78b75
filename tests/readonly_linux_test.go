package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// The whole record can be read on a read-only disk, as an inspector may use, from a
// copy made while the service ran or after it ended.
func TestCommandsReadFromAReadOnlyDisk(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	p.visitor(t).open("/fr/choice").submit("accept")
	file := strings.TrimPrefix(p.registry, "sqlite:")
	ownMounts(t)
	disk := t.TempDir()
	smallDisk(t, disk, "16m")
	mustSh(t, "mkdir "+disk+"/running && cp "+file+" "+file+"-wal "+disk+"/running")
	mustSh(t, "mkdir "+disk+"/crashed && cp "+file+" "+file+"-wal "+file+"-shm "+disk+"/crashed")
	p.stop()
	mustSh(t, "mkdir "+disk+"/ended && cp "+file+" "+disk+"/ended && chmod -R a-w "+disk)
	if err := unix.Mount("", disk, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"ended", "running", "crashed"} {
		for name, args := range readers(t.TempDir()) {
			c := exec.Command(os.Args[0], append(args, "--registry", "sqlite:"+filepath.Join(disk, folder, "charte.db"))...)
			c.Env = append(os.Environ(), childProgram+"=1")
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%s, %s: %v\n%s", folder, name, err, out)
			}
		}
	}
}
