package tests

import (
	"archive/zip"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// P-03: the operator's page returns the same file, with pictures of each text on a
// phone and on a desktop if a browser is installed.
func TestOperatorPageReturnsADossierWithPictures(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	t.Parallel()
	p := start(t, "--admin", "localhost:0", "--content", demo())
	p.visitor(t).open("/fr/choice").submit("accept")
	p.visitor(t).open("/en/").submit("refuse")
	status, body := ask(t, p.admin(t)+"/fr/dossier")
	path := filepath.Join(t.TempDir(), "dossier.zip")
	write(t, path, body)
	folder, names := unzip(t, path)
	if status != 200 || !strings.Contains(read(t, filepath.Join(folder, "journal.csv")), ";tout accepter;") {
		t.Errorf("%d, %v", status, names)
	}
	checkDossier(t, folder, names, "valide, jusqu’à la ligne 2\n")
	texts, highest := 0, 0
	for _, name := range names {
		text, isText := strings.CutSuffix(strings.TrimPrefix(name, "textes/"), ".html")
		if !isText || name == "index.html" {
			continue
		}
		texts++
		phone, desk := pictureSize(t, folder, text+"-400.png"), pictureSize(t, folder, text+"-1280.png")
		// The same text is higher on a narrower screen.
		if phone.X != 400 || desk.X != 1280 || phone.Y < desk.Y {
			t.Errorf("the pictures of text %s are of %v and %v", text, phone, desk)
		}
		highest = max(highest, phone.Y)
	}
	if readme := read(t, filepath.Join(folder, "LISEZMOI.txt")); texts < 2 || highest < 2000 || !strings.Contains(readme, "\nimages/\n") || strings.Contains(readme, "Pour en joindre") {
		t.Errorf("%d texts, the highest of %d pixels; the README on the pictures:\n%s", texts, highest, readme)
	}
}

func pictureSize(t *testing.T, folder, name string) image.Point {
	t.Helper()
	f, err := os.Open(filepath.Join(folder, "images", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	config, err := png.DecodeConfig(f)
	if err != nil {
		t.Fatal(err)
	}
	return image.Pt(config.Width, config.Height)
}

// checkDossier runs the checks that the README of a dossier describes.
func checkDossier(t *testing.T, folder string, names []string, verdict string) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(read(t, filepath.Join(folder, "SHA256SUMS"))), "\n") {
		want, name, _ := strings.Cut(line, "  ")
		sum := sha256.Sum256([]byte(read(t, filepath.Join(folder, name))))
		if hex.EncodeToString(sum[:]) != want {
			t.Errorf("the hash of %s is not the one in the manifest", name)
		}
		names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == name })
	}
	if !slices.Equal(names, []string{"SHA256SUMS"}) {
		t.Errorf("the manifest does not list %v", names)
	}
	check := exec.CommandContext(t.Context(), "python3", "verify.py", "journal.jsonl")
	check.Dir = folder
	if out, err := check.CombinedOutput(); err != nil || string(out) != verdict {
		t.Errorf("%v: %s", err, out)
	}
}

// unzip unpacks a dossier into a folder.
func unzip(t *testing.T, path string) (folder string, names []string) {
	t.Helper()
	folder = t.TempDir()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		names = append(names, f.Name)
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, f.Name)), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(folder, f.Name), string(content))
	}
	return folder, names
}

// textFile returns the file of a text in a dossier, as textes.csv names it.
func textFile(t *testing.T, folder, hash string) string {
	t.Helper()
	for _, line := range strings.Split(read(t, filepath.Join(folder, "textes.csv")), "\r\n") {
		if cells := strings.Split(line, ","); cells[0] == hash {
			return filepath.Join(folder, "textes", cells[len(cells)-1])
		}
	}
	t.Fatalf("textes.csv does not list the text %s", hash)
	return ""
}

// An inspector has the zip and Python, but not Charte.
func TestADossierIsVerifiedWithoutCharte(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		p := startOn(t, registry, "--content", demo())
		v := p.visitor(t)
		page := v.open("/fr/")
		page.submit("accept")
		v.open("/fr/").submit("refuse")
		p.stop()
		grown := startOn(t, registry, "--content", edited(t, "_ga; _ga_*", "_ga; _ga_*; _gcl_au"))
		grown.visitor(t).open("/en/choice").submit("refuse")
		grown.stop()
		path := filepath.Join(t.TempDir(), "dossier.zip")
		mustRun(t, "dossier", "--registry", registry, "--browser", "off", "--out", path)
		folder, names := unzip(t, path)
		checkDossier(t, folder, names, "valide, jusqu’à la ligne 3\n")
		rows := p.records(t)
		for _, r := range rows {
			if _, err := os.Stat(textFile(t, folder, r.Text)); err != nil {
				t.Errorf("the text of record %d is missing: %v", r.Sequence, err)
			}
		}
		if got := read(t, textFile(t, folder, rows[0].Text)); got != withoutVisitor(page.body, rows[0].Text) {
			t.Error("the text of the first record is not what was shown")
		}
		trackers := read(t, filepath.Join(folder, "trackers.csv"))
		if !strings.Contains(trackers, "\r\n_gcl_au,") || strings.Count(trackers, "\r\n_ga,") != 1 {
			t.Errorf("trackers:\n%s", trackers)
		}
		for _, line := range strings.Split(trackers, "\r\n") {
			if strings.HasPrefix(line, "_gcl_au,") && !strings.HasSuffix(line, "Z,") {
				t.Errorf("since when _gcl_au is listed: %s", line)
			}
		}
		readme := read(t, filepath.Join(folder, "LISEZMOI.txt"))
		if head := mustRun(t, "verify", "--registry", registry, "--print-head"); !strings.Contains(readme, strings.Fields(head)[0]) || strings.Contains(readme, "%!") {
			t.Errorf("the README does not contain the head %s:\n%s", head, readme)
		}
		if !strings.Contains(readme, "image n’est jointe : elles n’ont pas été demandées") || slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, ".png") }) {
			t.Errorf("unexpected pictures: %v\n%s", names, readme)
		}
	})
}

func TestABrokenChainGivesNoDossier(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.visitor(t).open("/fr/choice").submit("accept")
	p.stop()
	db, err := sql.Open("sqlite", strings.TrimPrefix(p.registry, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `UPDATE records SET decision = 'custom'`); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "dossier.zip")
	if _, err := charte(t, "dossier", "--registry", p.registry, "--browser", "off", "--out", path); err == nil || err.Error() != "record 1 was changed" {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("a part of a dossier was left: %v", err)
	}
}
