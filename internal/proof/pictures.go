package proof

import (
	"context"
	"fmt"
	"regexp"

	"charte/internal/consent"
)

// Camera takes screenshots: PNGs of a whole page on a screen of a width in CSS pixels.
type Camera interface {
	Screenshot(ctx context.Context, page []byte, width int) ([]byte, error)
}

// Pictured says of how many texts there are pictures, and what ended that early.
type Pictured struct {
	Shown, Texts int
	Failed       error
}

// screens are a phone and a desk, in pixels (P-03).
var screens = []int{400, 1280}

// Why a dossier has no pictures, as its README says it.
const (
	NotAsked     = "elles n’ont pas été demandées"
	NotInstalled = "aucun navigateur Chromium n’est installé sur cette machine"
	NotStarted   = "le navigateur installé n’a pas démarré"
)

// styleLink is the link in our pages to our own style.
var styleLink = regexp.MustCompile(`<link[^>]* href="/static/[^"]*\.css"[^>]*>`)

// drawn is a text as a browser can draw it with nothing else at hand.
func drawn(t consent.Text) []byte {
	style := append(append([]byte("<style>"), t.CSS...), "</style>"...)
	return styleLink.ReplaceAllLiteral(t.HTML, style)
}

// album adds the pictures of texts to a dossier for as long as that works: a
// browser that fails takes nothing else with it.
type album struct {
	camera Camera
	Pictured
}

func (a *album) add(ctx context.Context, z *archive, hash string, t consent.Text) {
	a.Texts++
	if a.camera == nil || a.Failed != nil {
		return
	}
	pictures := make([][]byte, len(screens))
	for i, width := range screens {
		if pictures[i], a.Failed = a.camera.Screenshot(ctx, drawn(t), width); a.Failed != nil {
			return
		}
	}
	for i, width := range screens {
		z.addBytes(fmt.Sprintf("images/%s-%d.png", hash, width), pictures[i])
	}
	a.Shown++
}

// contents is the README's paragraph on the pictures there are.
func (a *album) contents() string {
	if a.Shown == 0 {
		return ""
	}
	return `images/
    Chaque texte de textes/, tel que Chromium le dessine sur un téléphone (400 pixels de large) et sur un ordinateur
    (1280 pixels), jusqu’à 16 000 pixels de haut, sans réseau ni script. Ces images datent du dossier, et non du choix : le
    texte fait foi. Un logo n’y figure pas, car il n’appartient pas au texte.

`
}

// missing is what the README says of the pictures there are not.
func (a *album) missing(why string) string {
	const remedy = "\n  Pour en joindre : installer Chromium (Debian, Ubuntu : apt-get install chromium), puis lancer\n" +
		"  « charte dossier --out DOSSIER.zip ». Les pages de textes/ s’ouvrent aussi dans un navigateur."
	switch {
	case a.Shown == a.Texts:
		return "Les images\n  montrent la page telle que Chromium la dessine."
	case a.Shown > 0:
		return fmt.Sprintf("Images\n  jointes pour %d des %d textes, car le navigateur s’est arrêté ou le temps a manqué.", a.Shown, a.Texts) + remedy
	case a.Failed != nil:
		why = "le navigateur s’est arrêté, ou le temps a manqué"
	}
	return "Aucune\n  image n’est jointe : " + why + "." + remedy
}
