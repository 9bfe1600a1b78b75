package charter_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"charte/internal/charter"
)

func demo(t *testing.T) *charter.Charter {
	t.Helper()
	loaded, err := charter.Load(os.DirFS("testdata/demo"))
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func TestTheDemoCharterDeclaresRealTools(t *testing.T) {
	t.Parallel()
	loaded := demo(t)
	for _, w := range loaded.Warnings {
		t.Error(w)
	}
	want := []struct{ id, keys, providers, trackers string }{
		{"necessary", "", "Opendatasoft, Port-Lanval Agglomération", "sessionid csrftoken cookies_preferences __Host-charte-receipt"},
		{"audience", "matomo piano", "Port-Lanval Agglomération, Piano Software", "_pk_id.* _pk_ses.* _pcid _pctx _pprv"},
		{"campaigns", "ga", "Google LLC, Google Ireland Limited", "_ga _ga_*"},
		{"video", "", "Google Ireland Limited", "VISITOR_* YSC __Secure-ROLLOUT_TOKEN"},
	}
	for i, w := range want {
		p := loaded.Purposes[i]
		got := []string{p.ID, strings.Join(p.PlatformKeys, " "), strings.Join(p.Providers, ", "), strings.Join(p.Trackers, " ")}
		if !slices.Equal(got, []string{w.id, w.keys, w.providers, w.trackers}) {
			t.Errorf("got %q, want %q", got, w)
		}
	}
	first := loaded.In("en").Purposes[1].Trackers[0]
	first.Line = 0
	if want := (charter.Tracker{Name: "_pk_id.*", Provider: "Port-Lanval Agglomération", Service: "Matomo, every page",
		Purpose: "Tell visitors apart", Duration: "13 months", Providers: []string{"Port-Lanval Agglomération"}}); !reflect.DeepEqual(first, want) {
		t.Errorf("got %+v, want %+v", first, want)
	}
}

// The demonstration is about one town: its portal has the name of the first site.
func TestTheDemoPortalIsASiteOfBothCharters(t *testing.T) {
	t.Parallel()
	layout, err := os.ReadFile("../../e2e/portal/layout.html")
	if err != nil {
		t.Fatal(err)
	}
	ordinary, err := charter.Load(os.DirFS("testdata/ordinary"))
	if err != nil {
		t.Fatal(err)
	}
	for _, loaded := range []*charter.Charter{demo(t), ordinary} {
		if name := loaded.Sites[0].Name; !strings.Contains(string(layout), "<title>"+name+"</title>") {
			t.Errorf("the portal is not named %q", name)
		}
	}
}

// H-09: every language has the same sections, at the same levels, and the texts
// of the same purposes in the same order.
func TestEveryLanguageHasTheSameOutline(t *testing.T) {
	t.Parallel()
	for _, loaded := range []*charter.Charter{shipped(t), demo(t)} {
		fr, en := loaded.In("fr"), loaded.In("en")
		outline := func(c *charter.Translation) (lines []string) {
			for _, s := range c.Sections {
				lines = append(lines, strings.Repeat("#", s.Level)+s.Purpose)
			}
			for _, p := range c.Purposes {
				lines = append(lines, p.ID)
			}
			return lines
		}
		if a, b := outline(fr), outline(en); !slices.Equal(a, b) {
			t.Errorf("French %q, English %q", a, b)
		}
	}
}

func TestInReturnsNilForAnUnknownLanguage(t *testing.T) {
	t.Parallel()
	if demo(t).In("br") != nil {
		t.Error("there is no Breton demo charter")
	}
}

// An earlier charter that uses the id loads as before, as long as nobody can object.
func TestAHeadingMayUseTheIDOfObjectionsWhereThereAreNone(t *testing.T) {
	t.Parallel()
	loaded, err := load(edit(t, small, "# Charte\n", "# Charte\n\n## Oppositions {#objections}\n"), "")
	if err != nil || loaded.In("fr").Sections[0].ID != "objections" {
		t.Error(err)
	}
}

// The link to #objections leads to the group of buttons that the page adds.
func TestTheOrdinaryCharterHasNoWarnings(t *testing.T) {
	t.Parallel()
	loaded, err := charter.Load(os.DirFS("testdata/ordinary"))
	if err != nil || len(loaded.Warnings) > 0 {
		t.Error(err, loaded.Warnings)
	}
}
