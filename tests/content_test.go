package tests

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// H-10: two files add a language, without code. The Breton is made up.
func TestLanguageIsAddedWithTwoFiles(t *testing.T) {
	t.Parallel()
	folder := edited(t)
	content, err := os.ReadFile(filepath.Join(folder, "charter.en.md"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "charter.br.md"), string(content))
	write(t, filepath.Join(folder, "locales", "active.br.toml"), "refuse = \"Nac'h pep tra\"\naccept = \"Asantiñ da bep tra\"\n")
	p := start(t, "--content", folder)
	v := p.visitor(t, "Accept-Language", "br,fr;q=0.5")
	s := v.open("/choice")
	if root := find(s.doc, func(n *html.Node) bool { return n.Data == "html" }); attr(root, "lang") != "br" {
		t.Errorf("the banner is in %q", attr(root, "lang"))
	}
	if !strings.Contains(words(s.doc), "Nac'h pep tra") || !strings.Contains(words(s.doc), "Choisir") {
		t.Errorf("the banner is %q, want Breton where there is some and French elsewhere", words(s.doc))
	}
	if switcher := v.open("/fr/"); find(switcher.doc, func(n *html.Node) bool { return n.Data == "a" && attr(n, "hreflang") == "br" }) == nil {
		t.Error("the switch does not offer Breton")
	}
	if s = s.submit("accept"); !s.onPortal || !strings.Contains(p.log.String(), "active.br.toml") {
		t.Error("the choice was not taken in Breton, or nothing warns of missing texts")
	}
}

// The texts that only operators see are not missing in a visitor's language, and their
// pages are offered in the languages that have them.
func TestOnlyVisitorsTextsAreMissingInALanguage(t *testing.T) {
	t.Parallel()
	folder := edited(t)
	write(t, filepath.Join(folder, "charter.br.md"), readDemo(t, "charter.en.md"))
	write(t, filepath.Join(folder, "locales", "active.br.toml"), "refuse = \"Nac'h pep tra\"\n")
	built, err := os.ReadFile("../locales/active.fr.toml")
	if err != nil {
		t.Fatal(err)
	}
	missing := len(regexp.MustCompile(`(?m)^\w+ = `).FindAll(built, -1)) - 1
	var out strings.Builder
	run(t.Context(), []string{"check", "--content", folder}, nil, &out, io.Discard)
	if want := fmt.Sprintf("missing texts (%d): ", missing); !strings.Contains(out.String(), want) {
		t.Errorf("check reports no %q:\n%s", want, out.String())
	}
	p := start(t, "--content", folder, "--admin", "localhost:0")
	for language, want := range map[string]int{"fr": http.StatusOK, "en": http.StatusOK, "br": http.StatusNotFound} {
		if status, _ := ask(t, p.admin(t)+"/"+language+"/"); status != want {
			t.Errorf("the operator's pages in %s answer %d, want %d", language, status, want)
		}
	}
}

// A charter.md that names its language is served in that language without any file of
// texts. What a translation lacks is English, and so are the operator's pages.
func TestAPortalWithoutFrench(t *testing.T) {
	t.Parallel()
	folder := edited(t)
	english := readDemo(t, "charter.en.md")
	front, _, _ := strings.Cut(strings.TrimPrefix(readDemo(t, "charter.md"), "---\n"), "\n---\n")
	write(t, filepath.Join(folder, "charter.md"), "---\nlang: de\n"+front+"\n---\n"+english)
	write(t, filepath.Join(folder, "charter.nl.md"), english)
	write(t, filepath.Join(folder, "locales", "active.nl.toml"), "refuse = \"Alles weigeren\"\n")
	if err := os.Remove(filepath.Join(folder, "charter.en.md")); err != nil {
		t.Fatal(err)
	}
	p := start(t, "--content", folder, "--admin", "localhost:0")
	v := p.visitor(t, "Accept-Language", "fr")
	for path, want := range map[string]string{"/de/choice": "Ablehnen Akzeptieren", "/nl/choice": "Alles weigeren Accept all"} {
		page := v.open(path)
		root := find(page.doc, func(n *html.Node) bool { return n.Data == "html" })
		if lang := attr(root, "lang"); lang != path[1:3] || !strings.Contains(words(page.doc), want) {
			t.Errorf("%s in %q has no %q: %s", path, lang, want, words(page.doc))
		}
	}
	home := v.open("/de/")
	if root := find(home.doc, func(n *html.Node) bool { return n.Data == "html" }); attr(root, "lang") != "de" {
		t.Errorf("the charter is in %q", attr(root, "lang"))
	}
	dutch := find(home.doc, func(n *html.Node) bool { return n.Data == "a" && attr(n, "hreflang") == "nl" })
	if dutch == nil || words(dutch) != "Nederlands" {
		t.Error("the switch does not name Dutch in Dutch")
	}
	if s := v.open("/choice").submit("accept"); !s.onPortal {
		t.Error("the choice was not taken")
	}
	for language, want := range map[string]int{"en": http.StatusOK, "de": http.StatusNotFound, "fr": http.StatusNotFound} {
		if status, page := ask(t, p.admin(t)+"/"+language+"/kits"); status != want || want == http.StatusOK && strings.Contains(page, ">operator_") {
			t.Errorf("the operator's pages in %s answer %d, want %d", language, status, want)
		}
	}
}

// A file with one text replaces that text; all others remain the built-in ones, and
// nobody sees an id (C-10).
func TestAFileOfTextsMayBeIncomplete(t *testing.T) {
	t.Parallel()
	folder := edited(t)
	write(t, filepath.Join(folder, "locales", "active.fr.toml"), "refuse = \"Refuser tout\"\n")
	p := start(t, "--content", folder, "--admin", "localhost:0")
	banner := words(p.visitor(t).open("/fr/choice").doc)
	if !strings.Contains(banner, "Refuser tout") || !strings.Contains(banner, "Tout accepter") {
		t.Errorf("the banner is %q", banner)
	}
	if status, page := ask(t, p.admin(t)+"/fr/"); status != http.StatusOK || strings.Contains(page, ">operator_") {
		t.Errorf("%d, and the operator sees ids: %s", status, page)
	}
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Every wrong value stops the start with one line: flag, value, allowed values.
func TestWrongValueStopsTheStartWithTheFix(t *testing.T) {
	t.Parallel()
	noTexts := edited(t)
	write(t, filepath.Join(noTexts, "charter.br.md"), readDemo(t, "charter.en.md"))
	faulty := edited(t, "| Nom du cookie | Prestataire | Finalité | Durée |\n|---|---|---|---|", "| Nom du cookie | Prestataire | Finalité | Durée |")
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"an address that cannot be":    {[]string{"--listen", "nowhere"}, "--listen nowhere:"},
		"public without a base URL":    {[]string{"--listen", "127.0.0.1:0", "--base-url", "http://cookies.example.fr"}, `--base-url: "http://cookies.example.fr" is not https`},
		"a base URL with a wrong path": {[]string{"--base-url", "https://cookies.example.fr/a//b"}, "--base-url"},
		"no portal":                    {[]string{"--base-url", "https://cookies.example.fr"}, "--portal is missing: name the portal's origin"},
		"a portal with a wildcard":     {[]string{"--portal", "https://*.example.fr"}, `--portal: "https://*.example.fr" is not an origin`},
		"a domain that is no parent":   {[]string{"--base-url", "https://cookies.example.fr", "--portal", "https://data.example.fr", "--cookie-domain", "other.fr"}, "must be a parent of the base URL's host cookies.example.fr"},
		"a domain that is the host":    {[]string{"--base-url", "https://cookies.example.fr", "--portal", "https://data.example.fr", "--cookie-domain", "cookies.example.fr"}, "must be a parent"},
		"a public suffix":              {[]string{"--base-url", "https://cookies.gouv.fr", "--portal", "https://data.gouv.fr", "--cookie-domain", "gouv.fr"}, "is or contains a public suffix"},
		"a part of an IP address":      {[]string{"--base-url", "https://192.0.2.1", "--portal", "https://192.0.2.1", "--cookie-domain", "2.1"}, "browsers refuse a cookie for a part of the IP address 192.0.2.1"},
		"a cookie name with a space":   {[]string{"--cookie-name", "a b"}, `--cookie-name "a b"`},
		"a registry of another kind":   {[]string{"--registry", "mysql:x"}, `--registry: write it as sqlite:FILE`},
		"a registry in no folder":      {[]string{"--registry", "sqlite:/nonexistent/charte.db"}, "--registry sqlite:/nonexistent/charte.db:"},
		"a rate without a time":        {[]string{"--rate-limit", "600"}, `--rate-limit "600": write it as 600/1m`},
		"a proxy that is no network":   {[]string{"--trusted-proxy", "proxy"}, `--trusted-proxy "proxy"`},
		"a folder that is not there":   {[]string{"--content", "/nonexistent"}, `--content "/nonexistent": no such folder`},
		"a language without its texts": {[]string{"--content", noTexts}, "add locales/active.br.toml"},
		"a fault in the charter":       {[]string{"--content", faulty}, "charter.md:"},
		"a flag that does not exist":   {[]string{"--nonsense"}, "unknown flag --nonsense"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := append([]string{"--listen", "localhost:0", "--admin", "off", "--registry", "sqlite:" + filepath.Join(t.TempDir(), "charte.db")}, test.args...)
			err := run(t.Context(), args, nil, io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the start ended with %v\nwant %s", err, test.want)
			}
		})
	}
}

// If --content cannot be read, every command fails; the built-in charter is not used.
func TestAFolderWithoutAReadableCharterStopsEveryCommand(t *testing.T) {
	t.Parallel()
	empty, closed := t.TempDir(), edited(t)
	write(t, filepath.Join(empty, "theme.css"), ":root{--charte-radius:7px}")
	if err := os.Symlink("/nonexistent", filepath.Join(closed, "theme.css")); err != nil {
		t.Fatal(err)
	}
	for command, args := range map[string][]string{
		"serve":        {"serve", "--listen", "localhost:0", "--admin", "off", "--spool", "off", "--registry", sqliteFile(t)},
		"serve strict": {"serve", "--strict", "--listen", "localhost:0", "--admin", "off", "--spool", "off", "--registry", sqliteFile(t)},
		"check":        {"check", "--format", "json"},
		"embed":        {"embed"},
	} {
		for folder, want := range map[string]string{empty: "charter.md: is missing", closed: "theme.css: cannot be read"} {
			var out strings.Builder
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // ends an unexpected start
			err := run(ctx, append(args, "--content", folder), nil, &out, io.Discard)
			cancel()
			if printed := out.String(); err == nil || !strings.Contains(printed+err.Error(), want) || !strings.Contains(printed+err.Error(), folder) {
				t.Errorf("%s on %s ended with %v: %s", command, want, err, printed)
			}
		}
	}
}

// A folder that cannot be read stops the start, even if the registry has an older
// content: the program must serve what the operator named.
func TestStartOnAFolderThatCannotBeReadServesNothing(t *testing.T) {
	t.Parallel()
	folder := edited(t)
	p := start(t, "--content", folder)
	p.stop()
	if err := os.Remove(filepath.Join(folder, "charter.md")); err != nil {
		t.Fatal(err)
	}
	args := []string{"--listen", "localhost:0", "--admin", "off", "--spool", "off", "--registry", p.registry, "--content", folder}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // ends an unexpected start
	defer cancel()
	if err := run(ctx, args, nil, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "charter.md: is missing") {
		t.Errorf("the start ended with %v", err)
	}
}

func readDemo(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(demo(), name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// Each flag can be set by an environment variable; the command line overrides it.
func TestEnvironmentVariablesSetFlags(t *testing.T) {
	t.Parallel()
	environment := []string{"CHARTE_LISTEN=localhost:0", "CHARTE_PORTAL=https://a.example.fr,https://b.example.fr", "CHARTE_COOKIE_NAME=bad name"}
	err := run(t.Context(), nil, environment, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), `--cookie-name "bad name"`) {
		t.Errorf("CHARTE_COOKIE_NAME is not read: %v", err)
	}
	err = run(t.Context(), []string{"--cookie-name", "also bad"}, environment, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), `"also bad"`) {
		t.Errorf("the command line does not override it: %v", err)
	}
}

func TestHelpNamesEveryFlag(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := run(t.Context(), []string{"--help"}, nil, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), []string{"serve", "--help"}, nil, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, flag := range []string{"--listen", "--base-url", "--portal", "--cookie-domain", "--cookie-name", "--registry", "--content", "--rate-limit", "--trusted-proxy", "$CHARTE_LISTEN", "$CHARTE_BASE_URL"} {
		if !strings.Contains(out.String(), flag) {
			t.Errorf("--help does not name %s", flag)
		}
	}
}
