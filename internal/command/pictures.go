package command

import (
	"path"
	"strings"

	"charte/handlers/operator"
	"charte/internal/chromium"
)

// stateFolder is the state directory of charte.service; those of towns are in it.
const stateFolder = "/var/lib/charte"

// dossierPictures reports whether a dossier that the service makes has pictures: not
// without a browser, nor under systemd, because the unit of the package forbids what a
// browser needs.
func dossierPictures(env *environment, browser string) operator.Pictures {
	p := operator.Pictures{Command: dossierLine(env)}
	if _, err := chromium.Find(browser); err != nil {
		p.Lack = operator.NoBrowser
	} else if env.get("NOTIFY_SOCKET") != "" {
		p.Lack = operator.Confined
	}
	return p
}

// dossierLine returns the command that creates a dossier of this service's registry.
func dossierLine(env *environment) string {
	folder, _, _ := strings.Cut(env.get("STATE_DIRECTORY"), ":")
	town, packaged := strings.CutPrefix(path.Clean(folder), stateFolder)
	switch town = strings.TrimPrefix(town, "/"); {
	case !packaged:
		return "charte dossier --out dossier.zip"
	case town == "":
		return "chartectl dossier --out " + stateFolder + "/dossier.zip"
	}
	return "chartectl --site " + town + " dossier --out " + path.Join(stateFolder, town, "dossier.zip")
}
