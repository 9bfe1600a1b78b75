package tests

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// setUp runs init for a name in a new folder beside the settings, and returns the
// content folder.
func setUp(t *testing.T, name, tools string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "content")
	var out strings.Builder
	err := run(t.Context(), []string{"init", folder, "--authority", name, "--portal", "data.example.fr", "--service", "cookies.example.fr",
		"--languages", "fr,en,de,es", "--tools", tools, "--contact", "contact@example.fr", "--dpo", "dpd@example.fr"}, nil, &out, io.Discard)
	if err != nil || !strings.Contains(out.String(), "written: "+folder+"/charter.md\n") || !strings.Contains(out.String(), "0 faults") {
		t.Fatalf("%q: %v\n%s", name, err, out.String())
	}
	return folder
}

// A new folder has no fault, for any characters in the name, and check asks only for what
// nobody but the operator knows.
func TestANewFolderHasNoFault(t *testing.T) {
	t.Parallel()
	expected := map[string]bool{"retention-unconfirmed": true, "self-assessment-missing": true, "platform-unaudited": true, "heights-default": true,
		"legal-notice-missing": true, "texts-unreviewed": true, "lifetime-unreadable": true, "statement-incomplete": true}
	for _, name := range []string{"Lamballe Terre & Mer", "Régie #1", "[Ville]", "Val: d'Or", `C:\"Ville"`, "<b>Ville</b>", "京都市"} {
		folder := setUp(t, name, "matomo:exempt,google analytics,youtube,google maps,recaptcha,x,crisp,disqus,google ads,axeptio")
		report, err := checkJSON(t, "--content", folder, "--base-url", "https://cookies.example.fr", "--portal", "https://data.example.fr", "--cookie-domain", "example.fr")
		if err != nil {
			t.Errorf("%q: %v", name, err)
		}
		for _, f := range report.Findings {
			if !expected[f.Rule] {
				t.Errorf("%q: %+v", name, f)
			}
		}
	}
}

// The service serves the new folder with its settings, and the name is in the banner as
// it was given; a tool is added while it runs.
func TestTheServiceServesANewFolder(t *testing.T) {
	t.Parallel()
	folder := setUp(t, "Régie #1 <b> & [Mer]", "youtube")
	p := start(t, "--content", folder)
	v := p.visitor(t)
	if text := words(v.open("/fr/choice").doc); !strings.Contains(text, "Régie #1 <b> & [Mer]") || !strings.Contains(text, "Voir les vidéos") {
		t.Errorf("the banner: %s", text)
	}
	var out strings.Builder
	if err := run(t.Context(), []string{"init", folder, "--add", "matomo"}, []string{"LANG=fr_FR.UTF-8"}, &out, io.Discard); err != nil || strings.Count(out.String(), "ajout de Matomo\u00a0: charter.") != 4 {
		t.Fatalf("%v\n%s", err, out.String())
	}
	p.until(t, reloaded)
	if text := words(v.open("/de/").doc); !strings.Contains(text, "_pk_id*") {
		t.Errorf("the charter: %s", text)
	}
	err := run(t.Context(), []string{"init", folder, "--add", "Matomo"}, []string{"LANG=fr_FR.UTF-8"}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "déclare déjà «\u00a0_pk_id*\u00a0» de Matomo") {
		t.Errorf("the second time: %v", err)
	}
}

// With umask 077 the account of the service can still read what root wrote, and nobody
// else can read the settings.
func TestANewFolderIsReadableWhateverTheUmask(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "été à la mairie")
	command := exec.Command("sh", "-c", `umask 077 && exec "$0" "$@"`, os.Args[0], "init", folder+"/etc/content", "--authority", "Ville", "--portal", "data.example.fr", "--service", "cookies.example.fr")
	command.Env = append(os.Environ(), childProgram+"=1")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, want := range map[string]os.FileMode{"etc": 0o755, "etc/content": 0o755, "etc/content/locales": 0o755, "etc/content/charter.md": 0o644,
		"etc/content/locales/active.fr.toml": 0o644, "etc/charte.env": 0o640, "etc/nginx.conf": 0o644} {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, want %v (%v)", name, info.Mode().Perm(), want, err)
		}
	}
}

// Without a terminal, init asks nothing and names each flag that is missing.
func TestInitNamesTheFlagsThatAreMissing(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "content")
	command := exec.Command(os.Args[0], "init", folder)
	command.Env = append(os.Environ(), childProgram+"=1", "LANG=C")
	out, err := command.CombinedOutput()
	for _, flag := range []string{"--authority is missing", "--portal is missing", "--service is missing"} {
		if !strings.Contains(string(out), flag) {
			t.Errorf("no %q: %s", flag, out)
		}
	}
	if _, errFolder := os.Stat(folder); err == nil || errFolder == nil {
		t.Errorf("%v, %v", err, errFolder)
	}
}

// Where a machine serves several towns, each gets its own settings, registry and
// address. A name that belongs to another unit, or that no unit can have, is refused
// before anything is written.
func TestATownGetsItsOwnSettings(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	create := func(town string) error {
		return run(t.Context(), []string{"init", filepath.Join(folder, "town"), "--town", town, "--authority", "Ville", "--portal", "data.lamballe.fr",
			"--service", "cookies.data.lamballe.fr", "--proxy", "apache"}, nil, io.Discard, io.Discard)
	}
	for _, name := range []string{"charte", "stamp", "../etc", "Saint Malo", "x.y", strings.Repeat("a", 65)} {
		if err := create(name); err == nil || !strings.Contains(err.Error(), "--town ") {
			t.Errorf("%q: %v", name, err)
		}
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 0 {
		t.Errorf("written for a refused name: %v, %v", files, err)
	}
	if err := create("lamballe"); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"lamballe.env": "CHARTE_COOKIE_DOMAIN=data.lamballe.fr\n", "lamballe-apache.conf": `ProxyPass / "unix:/run/charte/lamballe.sock|http://localhost/" nocanon`} {
		if text, err := os.ReadFile(filepath.Join(folder, name)); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %s: %v\n%s", name, want, err, text)
		}
	}
}

// charte init for a path of the portal's host sets no cookie domain, writes no site for a
// proxy, and declares the receipt's cookie under the name that a path requires.
func TestANewFolderUnderAPathOfThePortal(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "content")
	initialize := func(service string) (string, error) {
		var out strings.Builder
		err := run(t.Context(), []string{"init", folder, "--authority", "Ville", "--portal", "data.example.fr", "--service", service,
			"--contact", "contact@example.fr", "--dpo", "dpd@example.fr", "--platform", "other", "--tools", "youtube"}, nil, &out, io.Discard)
		return out.String(), err
	}
	for service, want := range map[string]string{"data.example.fr": "data.example.fr/charte", "cookies.example.fr/charte": "give the host name alone"} {
		if _, err := initialize(service); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", service, err)
		}
	}
	out, err := initialize("data.example.fr/charte/")
	if err != nil || strings.Contains(out, "own-cookie-undeclared") || strings.Contains(out, "nginx.conf") {
		t.Fatalf("%v\n%s", err, out)
	}
	settings, err := os.ReadFile(filepath.Join(folder, "..", "charte.env"))
	if err != nil || !strings.Contains(string(settings), "\nCHARTE_BASE_URL=https://data.example.fr/charte\n") || strings.Contains(string(settings), "\nCHARTE_COOKIE_DOMAIN=") {
		t.Errorf("%v\n%s", err, settings)
	}
}

// The error for a mistyped command names where the commands are listed.
func TestAMistypedCommandNamesTheList(t *testing.T) {
	t.Parallel()
	err := run(t.Context(), []string{"sevre"}, nil, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "unexpected argument sevre; charte --help lists the commands") {
		t.Error(err)
	}
}
