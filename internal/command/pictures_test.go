package command

import (
	"os"
	"testing"

	"charte/handlers/operator"
)

// Before a dossier is made, its page reports whether it will have pictures, and which
// command makes one that has.
func TestDossierPicturesAreAnnounced(t *testing.T) {
	t.Parallel()
	const service, town = "STATE_DIRECTORY=/var/lib/charte", "STATE_DIRECTORY=/var/lib/charte/lamballe:/elsewhere"
	const supervised = "NOTIFY_SOCKET=/run/systemd/notify"
	for name, test := range map[string]struct {
		environ []string
		browser string
		want    operator.Pictures
	}{
		"a laptop":                 {nil, os.Args[0], operator.Pictures{Command: "charte dossier --out dossier.zip"}},
		"a laptop without browser": {nil, "/no/such/browser", operator.Pictures{Lack: operator.NoBrowser, Command: "charte dossier --out dossier.zip"}},
		"the unit":                 {[]string{supervised, service}, os.Args[0], operator.Pictures{Lack: operator.Confined, Command: "chartectl dossier --out /var/lib/charte/dossier.zip"}},
		"the unit without browser": {[]string{supervised, service}, "/no/such/browser", operator.Pictures{Lack: operator.NoBrowser, Command: "chartectl dossier --out /var/lib/charte/dossier.zip"}},
		"the unit of a town":       {[]string{supervised, town}, os.Args[0], operator.Pictures{Lack: operator.Confined, Command: "chartectl --site lamballe dossier --out /var/lib/charte/lamballe/dossier.zip"}},
	} {
		if got := dossierPictures(newEnvironment(test.environ), test.browser); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}
