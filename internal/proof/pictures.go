package proof

import (
	"context"
	"fmt"

	"charte/internal/consent"
)

// Camera takes screenshots: PNGs of a whole page on a screen of a width in CSS pixels.
type Camera interface {
	Screenshot(ctx context.Context, page []byte, width int) ([]byte, error)
}

// Pictured counts the texts and those with pictures. Failed is the error that ended
// taking them.
type Pictured struct {
	Shown, Texts int
	Failed       error
}

// screens are a phone and a desk, in pixels (P-03).
var screens = []int{400, 1280}

// The reasons why a dossier has no pictures; locales/dossier.fr.txt has a sentence
// for each.
const (
	NotAsked     = "not asked"
	NotInstalled = "not installed"
	NotStarted   = "not started"
)

// album adds the pictures of texts to a dossier. After the first failure of the browser
// it takes no more; the dossier is written without them.
type album struct {
	camera Camera
	Pictured
}

// add adds the pictures of a text under a name, and reports whether there are any.
func (a *album) add(ctx context.Context, z *archive, name string, t consent.Text) bool {
	a.Texts++
	if a.camera == nil || a.Failed != nil {
		return false
	}
	pictures := make([][]byte, len(screens))
	for i, width := range screens {
		if pictures[i], a.Failed = a.camera.Screenshot(ctx, Drawn(t), width); a.Failed != nil {
			return false
		}
	}
	for i, width := range screens {
		z.addBytes(fmt.Sprintf("images/%s-%d.png", name, width), pictures[i])
	}
	a.Shown++
	return true
}
