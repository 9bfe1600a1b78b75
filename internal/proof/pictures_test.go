package proof_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"charte/internal/proof"
)

// camera is a browser that dies after so many pictures.
type camera struct {
	left  int
	pages []string
}

func (c *camera) Take(_ context.Context, page []byte, width int) ([]byte, error) {
	if c.left--; c.left < 0 {
		return nil, errors.New("the browser has died")
	}
	c.pages = append(c.pages, string(page))
	return []byte{byte(width / 100)}, nil
}

// dossier makes one, and returns its README and the names of its pictures.
func dossier(t *testing.T, d proof.Dossier) (readme string, pictures []string, seen proof.Pictured) {
	t.Helper()
	d.Now, d.Days, d.Told = start, proof.Always(), quiet
	var out bytes.Buffer
	seen, err := d.Write(t.Context(), &out)
	must(t, err)
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	must(t, err)
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "images/") {
			pictures = append(pictures, f.Name)
		}
		if f.Name == "LISEZMOI.txt" {
			r, err := f.Open()
			must(t, err)
			text, err := io.ReadAll(r)
			must(t, err)
			readme = string(text)
		}
	}
	return readme, pictures, seen
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
		"those of one, not both": {&camera{left: 3}, "", 2, "1 textes sur 2", "telle que", true, true},
		"none, the browser died": {&camera{left: 1}, "", 0, "le navigateur s’est arrêté", "textes sur", true, false},
		"none, no browser":       {nil, proof.NotInstalled, 0, "aucun navigateur Chromium n’est installé", "s’est arrêté", false, false},
	} {
		readme, pictures, seen := dossier(t, proof.Dossier{Registry: r, Camera: test.camera, NoPictures: test.why})
		if len(pictures) != test.pictures || 2*seen.Shown != test.pictures || seen.Texts != 2 || (seen.Failed != nil) != test.failed {
			t.Errorf("%s: %v, %+v", name, pictures, seen)
		}
		if !strings.Contains(readme, test.says) || strings.Contains(readme, test.saysNot) || strings.Contains(readme, "\nimages/\n") != test.hasImage || strings.Contains(readme, "%!") {
			t.Errorf("%s:\n%s", name, readme)
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
