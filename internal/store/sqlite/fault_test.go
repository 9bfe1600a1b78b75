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
	"charte/internal/store/sqlite"
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

// fillDisk returns nil if the registry failed at the limit and worked again after the
// limit was raised. A limit on file sizes simulates a full disk: it needs no privilege
// and affects this process only.
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
	// A purge needs room as well. It fails, and removes nothing.
	later := refusal().Time.AddDate(1, 0, 0)
	if n, err := r.Purge(ctx, later, later); err == nil || n != 0 {
		return fmt.Errorf("purged %d records on a full disk, %w", n, err)
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
	if waited := time.Since(before); waited > 4*time.Second { // the file's own patience is 5
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

// A removed file that is still open accepts writes, but they are lost (P-04).
func TestAppendFailsIfTheFileWasMoved(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path, aside := filepath.Join(folder, "charte.db"), filepath.Join(folder, "aside.db")
	r := open(t, path)
	defer r.Close()
	tries := func(when, want string) {
		t.Helper()
		_, errAppend := r.Append(t.Context(), refusal())
		for what, err := range map[string]error{
			"a record": errAppend,
			"a scope":  r.KeepScope(t.Context(), consent.Scope{}),
			"a text":   r.KeepText(t.Context(), consent.Text{}),
		} {
			if told := fmt.Sprint(err); (err == nil) != (want == "") || !strings.Contains(told, want) {
				t.Errorf("%s, %s: %v", when, what, err)
			}
		}
	}
	move := func(from, to string) {
		t.Helper()
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	tries("in its place", "")
	move(path, aside)
	tries("gone", path+" is gone: put it back")
	if _, err := os.Stat(path); err == nil {
		t.Error("an empty file was made in its place")
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tries("replaced", path+" is another file than the one that was opened")
	move(aside, path)
	tries("back", "")
	n := 0
	for _, err := range r.Records(t.Context(), 1) {
		if n++; err != nil {
			t.Fatal(err)
		}
	}
	if n != 2 {
		t.Errorf("%d records, want those that were acknowledged, 2", n)
	}
}
