package chromium

import (
	"os"
	"path/filepath"
	"time"
)

// profile is the folder of the browser's profile in its home.
const profile = "profile"

// preferences accept third-party cookies, as many visitors' browsers do: an audit must
// see what the third parties of a portal set.
const preferences = `{"profile":{"cookie_controls_mode":0,"block_third_party_cookies":false}}`

// newHome creates a temporary home with a profile in it.
func newHome() (string, error) {
	home, err := os.MkdirTemp(shortFolder(os.TempDir()), "charte-")
	if err != nil {
		return "", err
	}
	if err := writeProfile(filepath.Join(home, profile, "Default")); err != nil {
		removeHome(home)
		return "", err
	}
	return home, nil
}

func writeProfile(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "Preferences"), []byte(preferences), 0o600)
}

// shortFolder returns folder, or /tmp if folder's path is long: the browser creates a
// socket below it and fails to start if the socket's path has 108 bytes or more.
func shortFolder(folder string) string {
	if len(folder) <= 40 {
		return folder
	}
	return "/tmp"
}

// removeHome removes home. It tries again for up to 5 seconds, because the browser's
// helper processes may still write to it.
func removeHome(home string) {
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if os.RemoveAll(home) == nil || time.Now().After(deadline) {
			return
		}
	}
}
