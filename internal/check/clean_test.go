package check_test

import (
	"maps"
	"net/netip"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"charte/internal/charter"
	"charte/internal/check"
	"charte/internal/message"
)

// site is a charter with its texts and settings, as files that a test can edit.
type site struct {
	files             map[string]string
	settings          check.Settings
	stops             []error
	shown             string // fingerprint of the banner
	measured          string // fingerprint of the banner at the last measurement
	texts             map[string][]string
	lacks             map[string][]string
	running           *check.Running
	unused, elsewhere []message.Text
	shipped           bool // the built-in charter is served
	today             time.Time
}

// clean returns a site without any finding.
func clean(t *testing.T) *site {
	t.Helper()
	s := &site{
		files: map[string]string{},
		settings: check.Settings{
			Listen: "localhost:8080", Base: host("https://cookies.exemple.fr"), Portals: []string{"https://donnees.exemple.fr"}, CookieDomain: "exemple.fr",
			CookieName: "cookies_preferences", Receipt: "__Host-charte-receipt", Handle: true, RateLimited: true,
			TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Retention: 66,
		},
		texts: map[string][]string{"fr": builtIn(), "en": builtIn()},
		shown: "clean",
		today: time.Date(2026, time.November, 28, 0, 0, 0, 0, time.UTC),
	}
	for _, name := range []string{"charter.md", "charter.en.md", "locales/active.fr.toml", "locales/active.en.toml"} {
		content, err := os.ReadFile(path.Join("testdata/clean", name))
		if err != nil {
			t.Fatal(err)
		}
		s.files[name] = string(content)
	}
	return s
}

// model is the built-in text file.
const model = "refuse = \"Tout refuser\"\naccept = \"Tout accepter\"\nbanner_who = \"{{.Controller}} vous demande votre accord, sur {{.Sites}}.\"\n"

func builtIn() []string { return []string{"accept", "banner_who", "refuse"} }

// input reads the site as serve would.
func (s *site) input() check.Input {
	in := check.Input{Stops: s.stops, Texts: s.texts, Lacks: s.lacks, BuiltIn: builtIn(), Shown: s.shown, BuiltInShown: "clean", Measured: s.measured, MeasuredOn: "2026-11-23", Settings: &s.settings, Running: s.running, Shipped: s.shipped, Today: s.today, Unused: s.unused, Elsewhere: s.elsewhere,
		Model: check.File{Name: "active.fr.toml", Text: model}}
	fsys := fstest.MapFS{}
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		in.Files = append(in.Files, check.File{Name: name, Text: s.files[name]})
		fsys[name] = &fstest.MapFile{Data: []byte(s.files[name])}
	}
	loaded, err := charter.Load(fsys)
	if err != nil {
		in.Stops = append(in.Stops, err)
	}
	in.Charter = loaded
	if loaded != nil {
		in.BuiltInHeights = loaded.Heights
	}
	return in
}

// edit replaces old by new in a file. It fails the test unless old occurs exactly
// once; with an empty old it appends new.
func (s *site) edit(t *testing.T, file, old, new string) {
	t.Helper()
	if old == "" {
		s.files[file] += new
		return
	}
	if strings.Count(s.files[file], old) != 1 {
		t.Fatalf("%q occurs %d times in %s", old, strings.Count(s.files[file], old), file)
	}
	s.files[file] = strings.Replace(s.files[file], old, new, 1)
}

func TestACleanSiteHasNoFinding(t *testing.T) {
	t.Parallel()
	for _, f := range check.Run(clean(t).input()).Findings {
		t.Errorf("%s %s:%d %s", f.Rule.ID, f.File, f.Line, f.Problem)
	}
}
