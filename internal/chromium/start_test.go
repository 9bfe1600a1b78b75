package chromium_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"charte/internal/chromium"
)

// start starts an installed browser, offline.
func start(t *testing.T) *chromium.Browser { return startWith(t, chromium.Options{}) }

func startWith(t *testing.T, o chromium.Options) *chromium.Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	path, err := chromium.Find("")
	if err != nil {
		t.Fatal(err)
	}
	b, err := chromium.Start(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

func TestOnlyAnOnlineBrowserReachesAServer(t *testing.T) {
	t.Parallel()
	for _, online := range []bool{true, false} {
		var requests atomic.Int64
		server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
		defer server.Close()
		b := startWith(t, chromium.Options{Online: online})
		for _, address := range []string{server.URL, strings.Replace(server.URL, "127.0.0.1", "localhost", 1)} {
			requests.Store(0)
			err := chromedp.Do(b.Context(), chromedp.Navigate(address))
			if n := requests.Load(); (err == nil) != online || (n > 0) != online {
				t.Errorf("online %t: %s got %d requests, %v", online, address, n, err)
			}
		}
	}
}

func TestAProgramThatIsNoBrowserIsAnErrorAtOnce(t *testing.T) {
	t.Parallel()
	silent := filepath.Join(t.TempDir(), "silent")
	if err := os.WriteFile(silent, []byte("#!/bin/sh\nexit 0\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{silent, silent + "-absent"} {
		b, err := chromium.Start(t.Context(), path, chromium.Options{})
		if err == nil {
			b.Close()
			t.Errorf("%s was taken for a browser", path)
		} else if !strings.Contains(err.Error(), path) {
			t.Errorf("the error does not name %s: %v", path, err)
		}
	}
}

func TestABrowserThatIsMissingIsReportedWithThePackageToInstall(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := chromium.Find("/absent/chromium")
	for _, want := range []string{"apt-get install chromium", "--browser", "/absent/chromium"} {
		if !errors.Is(err, chromium.ErrNotFound) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, without %q", err, want)
		}
	}
}

// The stand-in for a browser writes its environment into a file and exits.
func TestABrowserGetsNoVariableOfCharte(t *testing.T) {
	program := filepath.Join(t.TempDir(), "browser")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nenv >\"$0.env\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CHARTE_DATABASE", "postgres://charte:secret@localhost/charte")
	if b, err := chromium.Start(t.Context(), program, chromium.Options{}); err == nil {
		b.Close()
		t.Error("a program that exits was taken for a browser")
	}
	variables, err := os.ReadFile(program + ".env")
	if err != nil || !strings.Contains(string(variables), "PATH=") || strings.Contains(string(variables), "secret") {
		t.Errorf("the browser's environment has no PATH, or a variable of Charte: %v", err)
	}
}

func TestABrowserStartsWithALongTemporaryFolder(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("long", 25))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", long)
	screenshot(t, start(t), "<p>", 400)
}

func TestCloseRemovesTheProfile(t *testing.T) {
	folder, err := os.MkdirTemp("/tmp", "charte") // the path of t.TempDir is too long for a browser
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	t.Setenv("TMPDIR", folder)
	b := start(t)
	if homes, _ := filepath.Glob(filepath.Join(folder, "*")); len(homes) == 0 {
		t.Error("the browser has no folder in TMPDIR")
	}
	b.Close()
	if left, _ := filepath.Glob(filepath.Join(folder, "*")); len(left) > 0 {
		t.Errorf("Close leaves %q", left)
	}
}
