package browse

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// names are those that a Chromium is installed under, the most likely first.
var names = [...]string{
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chromium-headless-shell",
	"/usr/lib/chromium/chromium", "/snap/bin/chromium", "/opt/google/chrome/chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
}

// find is the path of the browser; the error says how to get one.
func find(given string) (string, error) {
	if given != "" {
		path, err := exec.LookPath(given)
		if err != nil {
			return "", fmt.Errorf("%w (%q cannot be run: %w)", ErrNoBrowser, given, err)
		}
		return path, nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoBrowser
}

// startWait is how long a browser may take to start: a busy machine needs a while.
const startWait = 2 * time.Minute

// chromium is a running browser with a profile of its own.
type chromium struct {
	ctx      context.Context // of the browser; chromedp hangs everything on it
	cancel   func()
	home     string
	product  string
	agent    string // its User-Agent
	language string
	idle     int // processes that show pages while none is looked at
}

// start starts a browser with a fresh profile. It ends with ctx at the latest.
func start(ctx context.Context, path string, options Options) (*chromium, error) {
	home, err := os.MkdirTemp(short(os.TempDir()), "charte-audit-")
	if err != nil {
		return nil, err
	}
	if err := writeProfile(filepath.Join(home, "profile", "Default")); err != nil {
		removeAll(home)
		return nil, err
	}
	allocator, release := chromedp.NewExecAllocator(ctx, allocation(path, home, options.Flags)...)
	silent := func(string, ...any) {}
	running, end := chromedp.NewContext(allocator, chromedp.WithLogf(silent), chromedp.WithErrorf(silent))
	b := &chromium{ctx: running, home: home, language: options.Language}
	b.cancel = func() {
		end() // and waits until the browser is gone
		release()
		removeAll(home)
	}
	late := time.AfterFunc(startWait, end)
	defer late.Stop()
	if err := b.prepare(options); err != nil {
		b.cancel()
		return nil, fmt.Errorf("%s did not start: %w", path, err)
	}
	return b, nil
}

func (b *chromium) prepare(options Options) error {
	if err := chromedp.Do(b.ctx); err != nil {
		return err
	}
	session := chromedp.FromContext(b.ctx).Browser
	version, err := cdp.Call(b.ctx, session, browser.GetVersion, cdp.Empty{})
	if err != nil {
		return err
	}
	b.product = strings.Replace(strings.Replace(version.Product, "Headless", "", 1), "/", " ", 1)
	b.agent = strings.TrimSpace(strings.ReplaceAll(version.UserAgent, "Headless", "") + " " + options.Agent)
	b.idle = b.renderers()
	tell := true
	_, err = cdp.Call(b.ctx, session, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorDeny, EventsEnabled: &tell,
	})
	return err
}

// short is a folder in which the browser's own socket has a path of less than the
// 108 bytes that the system allows: it does not start otherwise.
func short(folder string) string {
	if len(folder) <= 40 {
		return folder
	}
	return "/tmp"
}

// writeProfile makes a profile that takes cookies of third parties: many visitors'
// browsers do, and what a portal's third parties set is part of what is asked.
func writeProfile(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	preferences := `{"profile":{"cookie_controls_mode":0,"block_third_party_cookies":false}}`
	return os.WriteFile(filepath.Join(folder, "Preferences"), []byte(preferences), 0o600)
}

// removeAll removes what the browser's last helpers may still be writing to.
func removeAll(folder string) {
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if os.RemoveAll(folder) == nil || time.Now().After(deadline) {
			return
		}
	}
}
