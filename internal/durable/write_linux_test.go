package durable_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"charte/internal/durable"
)

// write creates a file with the old text and a mode, and returns its path.
func write(t *testing.T, folder, name string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// checkText fails unless the file has the text and is the only other file beside those
// named.
func checkText(t *testing.T, path, want string) {
	t.Helper()
	if text, err := os.ReadFile(path); err != nil || string(text) != want {
		t.Errorf("%s: %q, %v, want %q", path, text, err, want)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// An operator's file keeps its rights, its owner and the links that lead to it.
func TestAReplacedFileKeepsItsRightsAndItsLinks(t *testing.T) {
	t.Parallel()
	folder, real := t.TempDir(), t.TempDir()
	target := write(t, real, "charter.md", 0o640)
	root := os.Geteuid() == 0
	if root {
		if err := os.Chown(target, 1234, 2345); err != nil {
			t.Fatal(err)
		}
	}
	list := []byte("\x02\x00\x00\x00\x01\x00\x06\x00\xff\xff\xff\xff\x02\x00\x04\x00\xd2\x04\x00\x00\x04\x00\x04\x00\xff\xff\xff\xff\x10\x00\x04\x00\xff\xff\xff\xff\x20\x00\x00\x00\xff\xff\xff\xff") // u::rw-,u:1234:r--,g::r--,m::r--,o::---
	const acl = "system.posix_acl_access"
	errList := unix.Setxattr(target, acl, list, 0)
	link := filepath.Join(folder, "charter.md")
	if err := errors.Join(os.Symlink(target, filepath.Join(folder, "between")), os.Symlink("between", link)); err != nil {
		t.Fatal(err)
	}
	if err := durable.Replace(link, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	checkText(t, target, "new")
	if to, err := os.Readlink(link); err != nil || to != "between" {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	info, err := os.Stat(target)
	if err != nil || info.Mode() != 0o640 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
	if s := info.Sys().(*syscall.Stat_t); root && (s.Uid != 1234 || s.Gid != 2345) {
		t.Errorf("the owner is %d:%d", s.Uid, s.Gid)
	}
	kept := make([]byte, 1024)
	if n, err := unix.Getxattr(target, acl, kept); errList == nil && (err != nil || !bytes.Equal(kept[:n], list)) {
		t.Errorf("the access control list is %q, %v", kept[:max(n, 0)], err)
	}
}

// A file that another account owns, that has another name, or that may not be written is
// left as it is; so is every other file of the same call.
func TestAFileThatCannotKeepItsRightsIsLeftAsItIs(t *testing.T) {
	t.Parallel()
	cases := map[string]func(path string) error{
		"has 2 names":               func(path string) error { return os.Link(path, path+".second") },
		"permission denied":         func(path string) error { return os.Chmod(path, 0o444) },
		"is not a file":             func(path string) error { return errors.Join(os.Remove(path), unix.Mkfifo(path, 0o666)) },
		"no such file or directory": func(path string) error { return errors.Join(os.Remove(path), os.Symlink("absent", path)) },
		"accepts no new file":       func(path string) error { return os.Chmod(filepath.Dir(path), 0o555) },
	}
	if os.Geteuid() == 0 {
		cases["belongs to another account"] = func(path string) error { return errors.Join(os.Chown(path, 1234, 1234), os.Chmod(path, 0o666)) }
	} else {
		t.Log("without root, no file of another account can be created")
	}
	for want, prepare := range cases {
		first, second := ownFile(t, "charter.md"), ownFile(t, "charter.en.md")
		if err := prepare(second); err != nil {
			t.Fatal(err)
		}
		err := asNobody(func() error {
			return durable.Write(durable.File{Path: first, Text: []byte("new")}, durable.File{Path: second, Text: []byte("new")})
		})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), second) && want != "no such file or directory" {
			t.Errorf("want %q and the file's name, got %v", want, err)
		}
		checkText(t, first, "old")
		if info, err := os.Lstat(second); err == nil && info.Mode().IsRegular() {
			checkText(t, second, "old")
		}
	}
}

// ownFile creates a file with the old text in a new folder of the account of asNobody.
func ownFile(t *testing.T, name string) string {
	t.Helper()
	folder := t.TempDir()
	path := write(t, folder, name, 0o644)
	for at := folder; os.Geteuid() == 0 && at != os.TempDir() && at != "/"; at = filepath.Dir(at) { // makes the parents accessible
		if err := os.Chmod(at, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if os.Geteuid() == 0 {
		if err := errors.Join(os.Chown(folder, nobody, nobody), os.Chown(path, nobody, nobody)); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.Chmod(folder, 0o755) })
	return path
}

// nobody is an unprivileged account.
const nobody = 65534

// asNobody runs f under an unprivileged account if the test runs as root, which may write
// every file.
func asNobody(f func() error) error {
	done := make(chan error)
	go func() { // the thread ends with its locked goroutine
		runtime.LockOSThread()
		if os.Geteuid() == 0 {
			syscall.Setfsgid(nobody)
			syscall.Setfsuid(nobody)
		}
		done <- f()
	}()
	return <-done
}
