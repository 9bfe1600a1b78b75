package setup_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/setup"
	"charte/locales"
)

// The files of texts have every built-in text, disabled, under a comment in the language
// of the file that names the place.
func TestTheFilesOfTextsAreTheBuiltInOnesDisabled(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	files, err := answers(t, "Ville", "").Files(setup.Places{Content: folder}, os.DirFS("../.."), nil)
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, f := range files {
		name := filepath.Base(f.Path)
		if !strings.HasPrefix(name, "active.") {
			continue
		}
		checked++
		builtIn, err := locales.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var enabled, original strings.Builder
		empty := true // the line above
		for line := range strings.Lines(f.Text) {
			switch text, disabled := strings.CutPrefix(line, "#"); {
			case strings.TrimSpace(line) == "" || strings.HasPrefix(text, " "):
			case !disabled:
				t.Errorf("%s: %q is not disabled", name, line)
			case !strings.HasPrefix(text, "#"):
				enabled.WriteString(text)
			case empty && name != "active.en.toml" && strings.Contains(string(builtIn), strings.TrimSpace(text[1:])) && !strings.Contains(text, "Finalités"):
				t.Errorf("%s: the place %q is not translated", name, line)
			}
			empty = strings.TrimSpace(line) == ""
		}
		for line := range strings.Lines(string(builtIn)) {
			if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") {
				original.WriteString(line)
			}
		}
		if enabled.String() != original.String() {
			t.Errorf("%s does not have the texts of the built-in file", name)
		}
	}
	if checked != len(setup.Languages()) {
		t.Errorf("%d files of texts", checked)
	}
}

// Nothing is overwritten and nothing is written beside a file that exists; the error
// names every one. The untouched settings of the package are the exception.
func TestNothingIsOverwritten(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	at := setup.Places{Content: filepath.Join(folder, "content"), Settings: filepath.Join(folder, "charte.env"), Site: filepath.Join(folder, "site"), Proxy: "nginx"}
	files, err := answers(t, "Ville", "").Files(at, os.DirFS("../.."), nil)
	if err != nil {
		t.Fatal(err)
	}
	shipped, err := os.ReadFile("../../deploy/charte.env")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at.Settings, shipped, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at.Site, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := setup.Write(files); err == nil || !strings.Contains(err.Error(), at.Site+": exists") || strings.Contains(err.Error(), at.Settings) {
		t.Errorf("want an error about the site alone: %v", err)
	}
	if _, err := os.Stat(at.Content); err == nil {
		t.Error("the folder was written beside a file that exists")
	}
	if err := os.Remove(at.Site); err != nil {
		t.Fatal(err)
	}
	if err := setup.Write(files); err != nil {
		t.Fatal(err)
	}
	settings, err := os.ReadFile(at.Settings)
	if err != nil || !strings.Contains(string(settings), "\nCHARTE_BASE_URL=https://cookies.example.fr\n") || !strings.Contains(string(settings), "\nCHARTE_CONTENT="+at.Content+"\n") {
		t.Errorf("%v\n%s", err, settings)
	}
	if err := setup.Write(files); err == nil || strings.Count(err.Error(), ": exists") != len(files) {
		t.Errorf("the second time: %v", err)
	}
}

// Two files under one name, also through a link, are an error, and nothing is written.
func TestTwoFilesUnderOneNameAreNotWritten(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.Symlink(folder, filepath.Join(folder, "same")); err != nil {
		t.Fatal(err)
	}
	files, err := answers(t, "Ville", "").Files(setup.Places{Content: filepath.Join(folder, "content"), Settings: filepath.Join(folder, "x"), Site: filepath.Join(folder, "same", "x"), Proxy: "nginx"}, os.DirFS("../.."), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := setup.Write(files); err == nil || !strings.Contains(err.Error(), "written twice") {
		t.Error(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// The proxy's sites are those of deploy with the host in place, over IPv6 too.
func TestTheSiteIsThatOfTheExampleForTheHost(t *testing.T) {
	t.Parallel()
	for proxy, example := range map[string]string{"nginx": "nginx.conf", "caddy": "Caddyfile", "apache": "apache.conf"} {
		a := answers(t, "Ville", "")
		if err := a.SetService("choix.example.fr"); err != nil {
			t.Fatal(err)
		}
		files, err := a.Files(setup.Places{Content: t.TempDir(), Site: "site", Proxy: proxy}, os.DirFS("../.."), nil)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile("../../deploy/" + example)
		if err != nil {
			t.Fatal(err)
		}
		if site := files[len(files)-1].Text; site != strings.ReplaceAll(string(want), "cookies.example.fr", "choix.example.fr") {
			t.Errorf("%s: %s", proxy, site)
		}
	}
}

// systemd ignores a line that is not UTF-8, so no settings are written with one.
func TestNoSettingsAreWrittenThatSystemdCannotRead(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"\xff", "a\nb", "a\\b", "end "} {
		if _, err := answers(t, "Ville", "").Files(setup.Places{Content: filepath.Join(t.TempDir(), name), Settings: "charte.env"}, os.DirFS("../.."), nil); err == nil || !strings.Contains(err.Error(), "systemd cannot read") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// A site that listens on port 443 is not written for a service on another port.
func TestNoSiteIsWrittenForAnotherPort(t *testing.T) {
	t.Parallel()
	a := answers(t, "Ville", "")
	if err := a.SetService("cookies.example.fr:8443"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Files(setup.Places{Content: t.TempDir(), Site: "site", Proxy: "nginx"}, os.DirFS("../.."), nil); err == nil || !strings.Contains(err.Error(), "--proxy none") {
		t.Error(err)
	}
	if _, err := a.Files(setup.Places{Content: t.TempDir()}, os.DirFS("../.."), nil); err != nil {
		t.Error(err)
	}
}

// The settings and the site of a town share nothing with another town, or with the
// only one of a machine.
func TestATownSharesNoAddressAndNoRegistry(t *testing.T) {
	t.Parallel()
	for _, proxy := range []string{"nginx", "caddy", "apache"} {
		a, folder := answers(t, "Ville", ""), filepath.Join(t.TempDir(), "charte.socket")
		if err := a.SetService("charte.socket.example.fr"); err != nil { // words of the examples that are no unit
			t.Fatal(err)
		}
		files, err := a.Files(setup.Places{Content: folder, Settings: "lamballe.env", Site: "site", Proxy: proxy, Town: "lamballe"}, os.DirFS("../.."), nil)
		if err != nil {
			t.Fatal(err)
		}
		settings, site := files[len(files)-2].Text, files[len(files)-1].Text
		for _, want := range []string{"CHARTE_REGISTRY=sqlite:/var/lib/charte/lamballe/charte.db\n", "CHARTE_ADMIN=off\n", "CHARTE_BASE_URL=https://charte.socket.example.fr\n", "CHARTE_CONTENT=" + folder + "\n", "chartectl --site lamballe settings\n", "systemctl restart charte@lamballe.service\n"} {
			if !strings.Contains(settings, want) {
				t.Errorf("the settings lack %q:\n%s", want, settings)
			}
		}
		if !strings.Contains(site, "charte.socket.example.fr") || strings.Count(site, "/run/charte/lamballe.sock") != 1 || strings.Contains(site, "8080") || strings.Contains(site, "upstream charte ") || strings.Contains(site, "http://charte;") {
			t.Errorf("%s would share an address:\n%s", proxy, site)
		}
	}
}
