package proof_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"charte/internal/consent"
	"charte/internal/proof"
)

// camera is a browser that dies after so many pictures.
type camera struct {
	left  int
	pages []string
}

func (c *camera) Screenshot(_ context.Context, page []byte, width int) ([]byte, error) {
	if c.left--; c.left < 0 {
		return nil, errors.New("the browser has died")
	}
	c.pages = append(c.pages, string(page))
	return []byte{byte(width / 100)}, nil
}

// dossier makes one, and returns its README and the names of its pictures.
func dossier(t *testing.T, d proof.Dossier) (readme string, pictures []string, seen proof.Pictured) {
	t.Helper()
	files, seen := files(t, d)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasPrefix(name, "images/") {
			pictures = append(pictures, name)
		}
	}
	return files["LISEZMOI.txt"], pictures, seen
}

// files makes a dossier and returns what is in it, by name.
func files(t *testing.T, d proof.Dossier) (all map[string]string, seen proof.Pictured) {
	t.Helper()
	if d.Progress = quiet; d.Days == (proof.Range{}) {
		d.Days = proof.Always()
	}
	if d.Now.IsZero() {
		d.Now = start
	}
	var out bytes.Buffer
	seen, err := d.Write(t.Context(), &out)
	must(t, err)
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	must(t, err)
	all = map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		must(t, err)
		text, err := io.ReadAll(r)
		must(t, err)
		all[f.Name] = string(text)
	}
	return all, seen
}

// P-03: a browser that fails, or is not there, takes nothing else with it; and the
// README never claims a picture that is not there.
func TestADossierSaysWhichPicturesItHolds(t *testing.T) {
	t.Parallel()
	r := open(t)
	other := shown
	other.HTML = []byte("<p>Your choices</p>")
	must(t, r.KeepText(t.Context(), other))
	add(t, r, grant(start, 1))
	for name, test := range map[string]struct {
		camera           proof.Camera
		why              string
		pictures         int
		says, saysNot    string
		failed, hasImage bool
	}{
		"all":                    {&camera{left: 4}, "", 4, "telle que Chromium la dessine", "Pour en joindre", false, true},
		"those of one, not both": {&camera{left: 3}, "", 2, "jointes pour 1 des 2 textes", "telle que", true, true},
		"none, the browser died": {&camera{left: 1}, "", 0, "le navigateur s’est arrêté", "des 2 textes", true, false},
		"none, no browser":       {nil, proof.NotInstalled, 0, "jointe : aucun navigateur Chromium n’est installé sur cette machine.\n", "s’est arrêté", false, false},
		"none, not wanted":       {nil, proof.NotAsked, 0, "jointe : elles n’ont pas été demandées.\n", "s’est arrêté", false, false},
		"none, no start":         {nil, proof.NotStarted, 0, "jointe : le navigateur installé n’a pas démarré.\n", "s’est arrêté", false, false},
		"none, no reason":        {nil, "", 0, "image n’est jointe.\n", "s’est arrêté", false, false},
	} {
		readme, pictures, seen := dossier(t, proof.Dossier{Registry: r, Camera: test.camera, NoPictures: test.why})
		if len(pictures) != test.pictures || 2*seen.Shown != test.pictures || seen.Texts != 2 || (seen.Failed != nil) != test.failed {
			t.Errorf("%s: %v, %+v", name, pictures, seen)
		}
		if !strings.Contains(readme, test.says) || strings.Contains(readme, test.saysNot) || strings.Contains(readme, "\nimages/\n") != test.hasImage || strings.Contains(readme, "{{") {
			t.Errorf("%s:\n%s", name, readme)
		}
	}
}

// The fragment of kit 4 is fixed to the window and scrolls in a portal's page.
func TestAPictureShowsAFragmentWhole(t *testing.T) {
	t.Parallel()
	drawn := string(proof.Drawn(consent.Text{
		HTML: []byte(`<div id="charte"><template shadowrootmode="open"><link rel="stylesheet" href="/charte/static/abc/part.css"><p>Vos choix</p></template></div>`),
		CSS:  []byte(":host{position:fixed!important}"), Language: "fr",
	}))
	for _, want := range []string{`<!doctype html><html lang="fr"><head><meta charset="utf-8">`, `<style>:host{position:fixed!important}:host{position:static!important}`, "</style><p>Vos choix</p>"} {
		if !strings.Contains(drawn, want) || strings.Contains(drawn, "<link") {
			t.Errorf("no %s: %s", want, drawn)
		}
	}
}

func TestAPictureIsOfTheTextWithItsStyle(t *testing.T) {
	t.Parallel()
	r, c := open(t), &camera{left: 2}
	dossier(t, proof.Dossier{Registry: r, Camera: c})
	want := strings.Replace(string(shown.HTML), `<link rel="stylesheet" href="/static/abc/charte.css">`, "<style>"+string(shown.CSS)+"</style>", 1)
	if len(c.pages) != 2 || c.pages[0] != want || c.pages[1] != want {
		t.Errorf("pictures of %q", c.pages)
	}
}
