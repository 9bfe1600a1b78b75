package sqlite_test

import (
	"context"
	"fmt"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/consent/consenttest"
	"charte/internal/sqlite"
)

// childFull names the file that a second copy of this program writes to with a
// disk that is full at first, and then has room again.
const childFull = "CHARTE_TEST_FULL"

func refusal() consent.Entry {
	return consent.Entry{
		Time: time.Date(2026, time.March, 9, 0, 0, 0, 0, time.UTC), Decision: consent.Refuse,
		Choice: consent.Choice{"statistics": false}, Scope: strings.Repeat("a", 64), Language: "fr",
	}
}

// fillDisk returns nil if the registry stopped with an error at the limit, and
// went on by itself above it. The limit on file sizes stands for a full disk: it
// is real, needs no privilege, and binds this process alone.
func fillDisk(ctx context.Context, path string) error {
	r, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	defer r.Close()
	room := syscall.Rlimit{Max: ^uint64(0), Cur: ^uint64(0)}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Max: room.Max, Cur: 1 << 20}); err != nil {
		return err
	}
	consenttest.AppendUntilFailure(ctx, r, os.Stdout)
	// A group found no room; one record may still fit, and then another.
	if err := appendUntilFull(ctx, r); err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &room); err != nil {
		return err
	}
	_, err = r.Append(ctx, refusal())
	return err
}

// appendUntilFull appends one record after the other until there is no room.
func appendUntilFull(ctx context.Context, r consent.Registry) error {
	const most = 10_000 // records in one mebibyte, several times over
	for range most {
		if _, err := r.Append(ctx, refusal()); err != nil {
			return nil
		}
	}
	return fmt.Errorf("%d records were written on a full disk", most)
}

func TestAFullDiskRefusesAndServiceResumes(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "charte.db")
	child := osexec.Command(os.Args[0])
	child.Env = append(os.Environ(), childFull+"="+path)
	var problem strings.Builder
	child.Stderr = &problem
	output, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged := consenttest.Acknowledged(t, output, 1, func() {})
	if err := child.Wait(); err != nil {
		t.Errorf("%v: %s", err, problem.String())
	}
	r := open(t, path)
	defer r.Close()
	consenttest.Kept(t, r, acknowledged)
}

func TestALockedFileHoldsNobodyBeyondTheirDeadline(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "charte.db")
	r := open(t, path)
	defer r.Close()
	other, err := raw(t, path).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	before := time.Now()
	if _, err := r.Append(short, refusal()); err == nil {
		t.Error("a record was written to a locked file")
	}
	if err := r.KeepScope(short, consent.Scope{}); err == nil {
		t.Error("a scope was written to a locked file")
	}
	if waited := time.Since(before); waited > 3*time.Second { // the file's own patience is 5
		t.Errorf("waited for %v", waited)
	}
	if _, err := r.Scopes(t.Context()); err != nil {
		t.Errorf("reading waits for a writer: %v", err)
	}
	if _, err := other.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Append(t.Context(), refusal()); err != nil {
		t.Errorf("after the lock is gone: %v", err)
	}
}
