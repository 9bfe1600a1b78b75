package chromium

import (
	"errors"
	"os/exec"

	"charte/internal/message"
)

// ErrNotFound is the error of [Find]. Its text is for an operator.
var ErrNotFound = message.Errorf("no Chromium was found: install one (Debian and Ubuntu: apt-get install chromium), or name it with --browser PATH")

// names are the usual names of Chromium and Chrome, the most likely first, and their
// paths where packages put them into no folder of PATH.
var names = [...]string{
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chromium-headless-shell",
	"/snap/bin/chromium", "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
}

// Find returns the path of the given browser or, if none is given, of an installed
// Chromium. It fails with [ErrNotFound] if there is no such program.
func Find(given string) (string, error) {
	if given != "" {
		path, err := exec.LookPath(given)
		if failed := (*exec.Error)(nil); errors.As(err, &failed) {
			err = failed.Err // without the name
		}
		if err != nil {
			return "", message.Errorf("%w (%q cannot be run: %w)", ErrNotFound, given, err)
		}
		return path, nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNotFound
}
