package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// explainsAs is explains for a separate process, started by wrapper, a command that limits
// its rights.
func explainsAs(t *testing.T, wrapper []string, place, what, do string, args ...string) {
	t.Helper()
	all := slices.Concat(wrapper, []string{os.Args[0], "--admin", "off", "--portal", portalOrigin}, args)
	c := exec.Command(all[0], all[1:]...)
	c.Env = append(os.Environ(), childProgram+"=1", "LC_ALL=C")
	out, err := c.CombinedOutput()
	if err == nil {
		t.Fatalf("%v: the program ended without an error", args)
	}
	explained(t, place, what, do, string(out))
}

// without is a wrapper that takes capabilities of root away, which leaves an account that
// may do no more than any other.
func without(t *testing.T, capabilities string) []string {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	return []string{"setpriv", "--bounding-set", capabilities}
}

// A disk that was mounted read-only after an error, or a volume of the image that was.
func TestReadOnlyFileSystemIsExplained(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	startOn(t, "sqlite:"+filepath.Join(folder, "old.db")).stop()
	elsewhere := sqliteFile(t)
	ownMounts(t)
	if err := unix.Mount(folder, folder, "", unix.MS_BIND, ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Unmount(folder, unix.MNT_DETACH) })
	if err := unix.Mount("", folder, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	const what, do = "the file system is read-only", "name a folder that can be written to; for the image, mount a volume at /data"
	for _, name := range []string{"new.db", "old.db"} {
		registry := "sqlite:" + filepath.Join(folder, name)
		explainsAs(t, nil, "--registry "+registry, what, do, "--listen", "localhost:0", "--registry", registry)
	}
	explainsAs(t, nil, "--spool "+filepath.Join(folder, "charte.spool"), what, do, "--listen", "localhost:0", "--registry", elsewhere, "--spool", folder)
}

// The folder belongs to another account, as in a bind mount of the image or after a
// restored backup.
func TestFolderOfAnotherAccountIsExplained(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	registry := "sqlite:" + filepath.Join(folder, "charte.db")
	explainsAs(t, without(t, "-dac_override,-dac_read_search"), "--registry "+registry, "the account of the service may not read and write the file or its folder",
		"make that account the owner of the folder", "--listen", "localhost:0", "--registry", registry)
}

// An administrator who runs a command without the rights of the service: the registry is
// there, so nothing may be called missing, and no owner has to change.
func TestClosedFilesAreNotCalledMissing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	registry := "sqlite:" + filepath.Join(folder, "charte.db")
	startOn(t, registry).stop()
	content := edited(t, "## ", "## ")
	stamps := filepath.Join(folder, "stamps")
	if err := os.Mkdir(stamps, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(stamps, "last-failure"), "no answer")
	for _, c := range []struct {
		closed, line string
		args         []string
	}{
		{folder, "NOT SEEN   registry           cannot be read", []string{"status"}},
		{filepath.Join(folder, "charte.db"), "NOT SEEN   registry           cannot be read", []string{"status"}},
		{content, "NOT SEEN   content            --content " + content, []string{"status", "--content", content}},
		{filepath.Join(content, "charter.md"), "NOT SEEN   content            --content " + content, []string{"status", "--content", content}},
		{filepath.Join(stamps, "last-failure"), "NOT SEEN   time stamp         cannot be read", []string{"status"}},
		{folder, "charte: --registry " + registry + ": this account may not read the file or its folder\n  what to do: run the command with the account of the service", []string{"export"}},
		{stamps, "charte: --stamps " + stamps + ": this account may not read the file or its folder\n", []string{"verify"}},
	} {
		info, err := os.Stat(c.closed)
		if err == nil {
			err = os.Chmod(c.closed, 0)
		}
		if err != nil {
			t.Fatal(err)
		}
		all := slices.Concat(without(t, "-dac_override,-dac_read_search"), []string{os.Args[0]}, c.args, []string{"--registry", registry})
		run := exec.Command(all[0], all[1:]...)
		run.Env = append(os.Environ(), childProgram+"=1", "LC_ALL=C", "CHARTE_PORTAL="+portalOrigin)
		out, errRun := run.CombinedOutput()
		if err := os.Chmod(c.closed, info.Mode()); err != nil {
			t.Fatal(err)
		}
		if errRun == nil || !strings.Contains(string(out), c.line) || strings.Contains(string(out), "no such file") {
			t.Errorf("%v with %s closed: %v; want %q:\n%s", c.args, c.closed, errRun, c.line, out)
		}
	}
}

func TestPrivilegedPortIsExplained(t *testing.T) {
	t.Parallel()
	const bounds = "/proc/sys/net/ipv4/ip_unprivileged_port_start"
	if text, err := os.ReadFile(bounds); err != nil || strings.TrimSpace(string(text)) == "0" {
		t.Skipf("this system has no privileged port: %s is %q, %v", bounds, text, err)
	}
	explainsAs(t, without(t, "-net_bind_service"), "--listen 127.0.0.1:80", "the account of the service may not use this port", "use a port from 1024 on",
		"--listen", "127.0.0.1:80", "--registry", sqliteFile(t))
}
