package setup_test

import (
	"html"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"charte/internal/charter"
	"charte/internal/setup"
)

// names are names of authorities whose characters mean something in YAML, Markdown,
// HTML, TOML or a template.
var names = []string{
	"Ville d’Exemple", "Lamballe Terre & Mer", "Régie #1", "[Ville]", "Val: d'Or", `Ville "des" Arts`, `C:\Ville\`, `\`, `"`, "'", "*Ville*", "_Ville_", "`Ville`",
	"<b>Ville</b>", "<script>alert(1)</script>", "<!-- Ville", "&amp; Ville", "&#65;", "Ville &lt;", "a | b", `a\|b`, "- Ville", "+ Ville", "> Ville", "# Ville", "1. Ville", "1986) Ville",
	"---", "...", "~~~", "```", "===", "!Ville", "%Ville", "@Ville", "{{.Authority}}", "{{", "${HOME}", "$(id)", "{#service}", `Ville {#x short="y"}`, "[Ville](https://exemple.fr)", "![Ville](x)", "[Ville]: x",
	"https://exemple.fr", "ville@exemple.fr", "null", "true", "~", "1", "2026-11-23", "key: value", "[a, b]", "{a: b}", "&ancre", "*ancre", "|", ">", "? Ville", "Ville, Port et Golfe", "Ville; Port", "Pays de Retz and Loire", "Ville<br>Port",
	"Δήμος Αθηναίων", "Київ", "京都市", "مدينة القدس", "תל אביב", "शहर", "شهر\u200cداری", "🏛 Ville", "E\u0301tampes", strings.Repeat("Communauté de communes ", 12) + "!",
}

func answers(t *testing.T, name, tools string) *setup.Answers {
	t.Helper()
	a := &setup.Answers{Effective: time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC), Opendatasoft: true}
	for _, err := range []error{a.SetAuthority(name), a.SetPortal("data.example.fr"), a.SetService("cookies.example.fr"),
		a.SetLanguages("fr,en,de,es"), a.SetTools(tools), a.Complete()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// load returns the charter that the answers give.
func load(t *testing.T, a *setup.Answers) *charter.Charter {
	t.Helper()
	files, err := a.Files(setup.Places{Content: "content"}, os.DirFS("../.."), nil)
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{}
	for _, f := range files {
		folder[strings.TrimPrefix(f.Path, "content/")] = &fstest.MapFile{Data: []byte(f.Text)}
	}
	c, err := charter.Load(folder)
	if err != nil {
		t.Fatalf("%q: %v\n%s", a.Authority, err, folder["charter.md"].Data)
	}
	return c
}

var tag = regexp.MustCompile(`<[^>]*>`)

// checkName fails unless every place shows the name as it was given.
func checkName(t *testing.T, c *charter.Charter, name string) {
	t.Helper()
	if c.Controller.Name != name {
		t.Errorf("the controller of %q is %q", name, c.Controller.Name)
	}
	for _, code := range c.Languages {
		text := c.In(code)
		i := slices.IndexFunc(text.Sections, func(s charter.Section) bool { return s.ID == "service" })
		if shown := html.UnescapeString(tag.ReplaceAllString(text.Sections[i].HTML, "")); !strings.Contains(shown, name) {
			t.Errorf("%s shows %q as %q", c.File(code), name, shown)
		}
		for _, row := range text.Purposes[0].Trackers {
			if row.Name == "__Host-charte-receipt" && row.Provider != name && name != "..." { // which is a sign for "nothing" in a cell
				t.Errorf("%s has the provider %q for %q", c.File(code), row.Provider, name)
			}
		}
	}
}

// A name is shown as it was given, whatever it means in Markdown, YAML or HTML.
func TestEveryNameIsShownLiterally(t *testing.T) {
	t.Parallel()
	for _, name := range names {
		a := answers(t, name, "matomo:exempt,google analytics,youtube,google maps")
		checkName(t, load(t, a), a.Authority)
	}
}

func FuzzEveryNameIsShownLiterally(f *testing.F) {
	for _, name := range names {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		a := &setup.Answers{}
		if a.SetAuthority(name) != nil {
			return
		}
		a = answers(t, name, "matomo:exempt,youtube")
		checkName(t, load(t, a), a.Authority)
	})
}

// A name that no page could show, or an address that cannot work, is rejected with the
// flag to correct.
func TestAnswersThatCannotWorkAreRejected(t *testing.T) {
	t.Parallel()
	a := &setup.Answers{}
	for what, err := range map[string]error{
		"--authority is missing":      a.SetAuthority("  "),
		"--authority \"a\\x00b\"":     a.SetAuthority("a\x00b"),
		"--authority \"a\\u202eb\"":   a.SetAuthority("a\u202eb"),
		"--authority: 301 characters": a.SetAuthority(strings.Repeat("a", 301)),
		"--portal is missing":         a.SetPortal(""),
		"--portal:":                   a.SetPortal("https://data.example.fr/page?x"),
		"begins with xn--":            a.SetPortal("données.example.fr"),
		"--languages: \"it\"":         a.SetLanguages("fr,it"),
		"--languages is empty":        a.SetLanguages(","),
		"--contact \"nobody\"":        a.SetContact("nobody"),
		"--dpo \"javascript:x\"":      a.SetDPO("javascript:x"),
		"unknown tool \"unknown\"":    a.SetTools("unknown"),
		"unknown tool \"!\"":          a.SetTools("!"),
		"Google Analytics cannot be":  a.SetTools("google-analytics:exempt"),
		"Matomo is given twice":       a.SetTools("matomo, MATOMO:exempt"),
		"sets no tracker itself":      a.SetTools("Google Tag Manager"),
		"write Matomo:exempt or":      a.SetTools("matomo:free"),
	} {
		if err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("want %q, got %v", what, err)
		}
	}
	for service, portal := range map[string]string{"cookies.example.com": "data.example.fr", "cookies.example.co.uk": "data.other.co.uk", "data.example.fr": "data.example.fr"} {
		a := &setup.Answers{Service: "https://" + service, Portal: "https://" + portal}
		if err := a.Complete(); err == nil || !strings.Contains(err.Error(), service) {
			t.Errorf("%s for %s: %v", service, portal, err)
		}
	}
	if a := (&setup.Answers{Service: "https://cookies.data.example.fr", Portal: "https://data.example.fr"}); a.Complete() != nil || a.CookieDomain != "data.example.fr" {
		t.Errorf("a service below the portal has the domain %q", a.CookieDomain)
	}
}
