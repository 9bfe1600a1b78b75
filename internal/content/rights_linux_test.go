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

// nobody is an account without rights of its own.
const nobody = 65534

// asNobody runs f in a thread that reads files as an account without rights, where
// the test runs as root: root may read everything.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		f()
		return
	}
	done := make(chan struct{})
	go func() { // the thread ends with the goroutine that holds it
		defer close(done)
		runtime.LockOSThread()
		syscall.Setfsuid(nobody)
		f()
	}()
	<-done
}

// A folder or file whose mode keeps the service out.
func TestAFolderThatTheAccountMayNotReadIsAnError(t *testing.T) {
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
			for at := folder; at != os.TempDir() && at != "/"; at = filepath.Dir(at) { // the way there is open
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
