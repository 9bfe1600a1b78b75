package pgtest

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// programs returns the folder of PostgreSQL's programs, which are not in PATH on
// Debian.
func programs(t testing.TB) string {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	must(t, err)
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	postgres, err := exec.LookPath("postgres")
	if err != nil {
		t.Fatal("PostgreSQL is missing, and this test needs it: apt-get install postgresql-15")
	}
	return filepath.Dir(postgres)
}

// unprivileged returns the user that PostgreSQL runs as; it refuses to run as root.
func unprivileged(t testing.TB) *syscall.SysProcAttr {
	t.Helper()
	if os.Geteuid() != 0 {
		return &syscall.SysProcAttr{}
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	must(t, err)
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	must(t, err)
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	must(t, err)
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}
