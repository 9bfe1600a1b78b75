package content_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"charte/internal/content"
)

// nobody is an unprivileged account.
const nobody = 65534

// asNobody runs f in a thread with an unprivileged account if the test runs as root,
// which may read every file.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		f()
		return
	}
	done := make(chan struct{})
	go func() { // the thread ends with its locked goroutine
		defer close(done)
		runtime.LockOSThread()
		syscall.Setfsuid(nobody)
		f()
	}()
	<-done
}

// The mode of a folder or file denies access to the service's account.
func TestFolderWithoutReadPermissionIsAnError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path string
		mode os.FileMode
		want string
	}{
		"a closed folder":                {".", 0o000, "the folder cannot be read (permission denied)"},
		"a folder that cannot be listed": {".", 0o311, "the folder cannot be read (permission denied)"},
		"a folder that can be listed":    {".", 0o444, "the folder cannot be read (permission denied)"},
		"a closed theme":                 {"theme.css", 0o000, "theme.css: cannot be read (permission denied)"},
		"closed texts":                   {"locales", 0o000, "locales: cannot be read (permission denied)"},
		"a closed text":                  {"locales/active.fr.toml", 0o000, "locales/active.fr.toml: cannot be read (permission denied)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := onDisk(t)
			for at := folder; at != os.TempDir() && at != "/"; at = filepath.Dir(at) { // makes the parents accessible
				if err := os.Chmod(at, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			closed := filepath.Join(folder, test.path)
			if err := os.Chmod(closed, test.mode); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Chmod(closed, 0o755) })
			asNobody(t, func() {
				_, err := content.New(os.DirFS(folder))
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("got %v, want %q", err, test.want)
				}
			})
		})
	}
}
