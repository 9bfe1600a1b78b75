package tests

import (
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"charte/internal/store/postgres/pgtest"
)

// ownMounts gives the test's thread a mount namespace, shared with the programs that it
// starts. It ends with the thread. If the system does not allow that, as in some
// containers, RLIMIT_FSIZE simulates the full disk (disk_linux_test.go), and the reason
// is logged.
func ownMounts(t *testing.T) {
	t.Helper()
	runtime.LockOSThread() // never unlocked: the thread ends with the test
	err := unix.Unshare(unix.CLONE_NEWNS)
	if err == nil {
		err = unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, "")
	}
	if err != nil {
		t.Skipf("this system lets nobody mount a disk: %v", err)
	}
}

// smallDisk mounts a tmpfs of the given size.
func smallDisk(t *testing.T, folder, size string) {
	t.Helper()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, "size="+size); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Unmount(folder, unix.MNT_DETACH) })
}

// fill fills a disk; empty frees the space again.
func fill(t *testing.T, folder string) (empty func()) {
	t.Helper()
	path := filepath.Join(folder, "ballast")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk is not full: %v", err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// throughNoRoom makes every decision while the registry's disk is full and checks the
// record after there is space again (P-04).
func throughNoRoom(t *testing.T, p *process, disk string, revive func()) {
	t.Helper()
	p.visitor(t).open("/fr/choice").submit("accept")
	form := p.visitor(t).open("/fr/choice")
	empty := fill(t, disk)
	granted := 1
	for ; ; granted++ { // space that is already allocated may still be written to
		form.visitor = p.visitor(t)
		if s := form.submit("accept"); s.status == http.StatusServiceUnavailable {
			break
		}
		if form.visitor.cookie("charte-receipt") == "" || granted > 5000 {
			t.Fatalf("after %d grants on a full disk: a grant without a receipt, or grants still succeed", granted)
		}
	}
	if form.visitor.cookie("cookies_preferences") != "" {
		t.Error("a grant without a record")
	}
	form.visitor = p.visitor(t)
	if s := form.submit("refuse"); s.status != http.StatusSeeOther || form.visitor.cookie("cookies_preferences") == "" {
		t.Errorf("a refusal was not honoured: %d", s.status)
	}
	empty()
	revive()
	form.visitor = p.visitor(t)
	if s := form.submit("accept"); s.status != http.StatusSeeOther {
		t.Errorf("service did not resume: %d\n%s", s.status, p.log)
	}
	p.stop() // records what is spooled
	p.registry = copied(t, p.registry)
	refused := 0
	for _, r := range p.records(t) {
		if !r.Choice.Grants() {
			refused++
		}
	}
	if n := len(p.records(t)); n != granted+2 || refused != 1 {
		t.Errorf("%d records, %d of them refusals; want %d and 1", n, refused, granted+2)
	}
	mustRun(t, "verify", "--registry", p.registry)
}

// copied copies a SQLite registry from a disk that only this thread can access.
func copied(t *testing.T, registry string) string {
	t.Helper()
	file, isFile := strings.CutPrefix(registry, "sqlite:")
	if !isFile {
		return registry
	}
	to := filepath.Join(t.TempDir(), "copy.db")
	for _, end := range []string{"", "-wal"} {
		content, err := os.ReadFile(file + end)
		if err != nil && !(end != "" && os.IsNotExist(err)) {
			t.Fatal(err)
		}
		if err == nil {
			write(t, to+end, string(content))
		}
	}
	return "sqlite:" + to
}

func TestServiceResumesAfterAFullDiskUnderSQLite(t *testing.T) {
	t.Parallel()
	ownMounts(t)
	disk := t.TempDir()
	smallDisk(t, disk, "8m")
	p := startProcess(t, "sqlite:"+filepath.Join(disk, "charte.db"), "--content", demo(), "--spool", disk)
	throughNoRoom(t, p, disk, func() {})
}

func TestServiceResumesAfterAFullDiskUnderPostgreSQL(t *testing.T) {
	t.Parallel()
	ownMounts(t)
	var disk string
	cluster := pgtest.StartOn(t, func(folder string) { disk = folder; smallDisk(t, folder, "128m") })
	p := startProcess(t, cluster.NewDatabase(t), "--content", demo())
	throughNoRoom(t, p, disk, func() { cluster.Revive(t) })
}

// A failing disk is remounted read-only under the running program. It can be repaired
// and mounted again only after the program has ended.
func TestServiceResumesAfterAReadOnlyDiskUnderSQLite(t *testing.T) {
	t.Parallel()
	ownMounts(t)
	image, disk := imageDisk(t, "errors=remount-ro")
	args := []string{"--content", demo(), "--spool", disk, "--admin", "localhost:0"}
	p := startProcess(t, "sqlite:"+filepath.Join(disk, "charte.db"), args...)
	v := p.visitor(t)
	v.open("/fr/choice").submit("accept")
	form, change := p.visitor(t).open("/fr/choice"), v.open("/fr/")
	mustSh(t, "mount -o remount,abort "+disk)
	if s := form.submit("accept"); s.status != http.StatusServiceUnavailable || form.visitor.cookie("cookies_preferences") != "" {
		t.Errorf("a grant without a record: %d", s.status)
	}
	if s := form.submit("refuse"); s.status != http.StatusSeeOther || form.visitor.cookie("cookies_preferences") == "" {
		t.Errorf("a refusal was not honoured: %d", s.status)
	}
	if change.submit("custom", "video"); !v.granted()["video"] || v.granted()["audience"] {
		t.Errorf("a withdrawal of two was not honoured: %v", v.granted())
	}
	// The spool is on the same disk, so the program can only count the lost entries.
	if _, out := ask(t, p.admin(t)+"/metrics"); !strings.Contains(out, "\ncharte_spool_lost_total 2\n") {
		t.Errorf("the metrics do not show it:\n%s", out)
	}
	p.cmd.Process.Kill()
	p.cmd.Wait()
	mustSh(t, "umount "+disk+" && { e2fsck -fy "+image+" || test $? -le 2; } && mount -o loop "+image+" "+disk)
	again := startProcess(t, p.registry, args...)
	if s := again.visitor(t).open("/fr/choice").submit("accept"); s.status != http.StatusSeeOther {
		t.Errorf("service did not resume: %d\n%s", s.status, again.log)
	}
	again.stop()
	again.registry = copied(t, again.registry)
	if n := len(again.records(t)); n != 2 {
		t.Errorf("%d records, want 2", n)
	}
	mustRun(t, "verify", "--registry", again.registry)
}

// imageDisk mounts a new ext4 file system from an image file.
func imageDisk(t *testing.T, options string) (image, disk string) {
	t.Helper()
	image, disk = filepath.Join(t.TempDir(), "disk.img"), t.TempDir()
	if out, err := sh("truncate -s 32M " + image + " && mkfs.ext4 -q -F " + image + " && mount -o loop," + options + " " + image + " " + disk); err != nil {
		t.Skipf("this system lets nobody mount a disk that can fail: %v\n%s", err, out)
	}
	t.Cleanup(func() { unix.Unmount(disk, unix.MNT_DETACH) })
	return image, disk
}

// sh runs a line of shell in this thread's mount namespace.
func sh(line string) (out []byte, err error) {
	c := exec.Command("sh", "-c", line)
	c.Env = append(os.Environ(), "PATH="+os.Getenv("PATH")+":/usr/sbin:/sbin")
	return c.CombinedOutput()
}

func mustSh(t *testing.T, line string) {
	t.Helper()
	if out, err := sh(line); err != nil {
		t.Fatalf("%s: %v\n%s", line, err, out)
	}
}
