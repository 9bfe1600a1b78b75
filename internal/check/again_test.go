package check_test

import (
	"strings"
	"testing"

	"charte/internal/check"
	"charte/internal/consent"
)

// running is the scope of the clean site, before an edit.
func running(t *testing.T) consent.Scope {
	t.Helper()
	return consent.NewScope(clean(t).input().Charter.Purposes)
}

// C-13: a new purpose asks everyone again, another addition those who accepted;
// rewording or removing something asks nobody.
func TestAgainReportsWhomAnEditAsks(t *testing.T) {
	t.Parallel()
	starts := map[check.Audience]string{check.Nobody: "Nobody", check.Accepting: "Only visitors", check.Everyone: "Everyone"}
	const same = "Nobody is asked again: the charter asks for what the running one asks for."
	const rowFR, rowEN = "| `_pk_ses.*` | Port-Lanval Agglomération | Relier les pages d’une visite | 30 minutes |\n", "| `_pk_ses.*` | Port-Lanval Agglomération | Link the pages of a visit | 30 minutes |\n"
	for name, c := range map[string]struct {
		edits []edit
		want  string
	}{
		"nothing changed":        {nil, same},
		"a sentence":             {[]edit{{fr, "Compter les visites et", "Compter vos visites et"}}, same},
		"a duration":             {[]edit{{fr, "| 13 mois |", "| 12 mois |"}}, same},
		"an exempt tracker":      {[]edit{{fr, "`sessionid`", "`session`"}, {en, "`sessionid`", "`session`"}}, same},
		"a tracker less":         {[]edit{{fr, rowFR, ""}, {en, rowEN, ""}}, "Nobody is asked again: the charter asks for less than the running one, and nothing new."},
		"a tracker more":         {[]edit{{fr, "`_pk_ses.*`", "`_pk_ses.*`; `_pk_ref.*`"}, {en, "`_pk_ses.*`", "`_pk_ses.*`; `_pk_ref.*`"}}, `Only visitors who accepted "audience" are asked again: charter.md:43 adds the tracker "_pk_ref.*" to the purpose "audience".`},
		"a provider more":        {[]edit{{fr, "| `_pk_ses.*` | Port-Lanval Agglomération |", "| `_pk_ses.*` | Une société |"}}, `Only visitors who accepted "audience" are asked again: charter.md:43 adds the provider "Une société" to the purpose "audience".`},
		"a provider beside it":   {[]edit{{fr, "[matomo]", "[matomo]\n    providers: [Une société]"}}, `Only visitors who accepted "audience" are asked again: charter.md:18 adds the provider "Une société" to the purpose "audience".`},
		"a tracker and a key":    {[]edit{{fr, "[matomo]", "[matomo, ga]"}, {fr, "`_pk_ses.*`", "`_ga`"}, {en, "`_pk_ses.*`", "`_ga`"}}, `Only visitors who accepted "audience" are asked again: charter.md:43 adds the tracker "_ga" to the purpose "audience", and one more thing is new.`},
		"a purpose, still empty": {[]edit{{fr, "  - id: video\n", "  - id: map\n    none_today: true\n  - id: video\n"}, {fr, "## Combien", "## Cartes {#map short=\"Cartes\"}\n\nVoir des cartes.\n\n## Combien"}, {en, "## How long", "## Maps {#map short=\"Maps\"}\n\nSee maps.\n\n## How long"}}, `Everyone is asked again: charter.md:20 adds the purpose "map".`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := clean(t)
			for _, e := range c.edits {
				s.edit(t, e.file, e.old, e.new)
			}
			in := s.input()
			if in.Charter == nil {
				t.Fatal(in.Stops)
			}
			got := check.Again(in.Charter, running(t))
			if got.Line.String() != c.want || !strings.HasPrefix(c.want, starts[got.Asked]) || got.Asks != (got.Asked != check.Nobody) || (len(got.Added) > 0) != got.Asks {
				t.Errorf("got  %+v\nwant %s", got, c.want)
			}
		})
	}
}

const document = `{"languages":["fr","en"],"scope":"SCOPE","cookie":"choix","cookie_domain":"exemple.fr","purposes":[
 {"id":"necessary","exempt":true,"platform_keys":[],"providers":["A"],"texts":{"fr":{"trackers":[{"name":"s"}]}}},
 {"id":"audience","exempt":false,"platform_keys":["matomo"],"providers":["B"],"texts":{"fr":{"trackers":[{"name":"_pk_id.*"}]},"en":{"trackers":[]}}}]}`

func TestParseRunningReadsTheScopeFromTheDocument(t *testing.T) {
	t.Parallel()
	want := consent.NewScope([]consent.Purpose{{ID: "audience", PlatformKeys: []string{"matomo"}, Providers: []string{"B"}, Trackers: []string{"_pk_id.*"}}})
	got, err := check.ParseRunning("https://cookies.exemple.fr", []byte(strings.Replace(document, "SCOPE", want.ID(), 1)))
	if err != nil || got.Scope.String() != want.String() || got.Cookie != "choix" || got.Domain != "exemple.fr" {
		t.Errorf("got %+v, %v; want %q", got, err, want)
	}
	for name, bad := range map[string][2]string{
		"another scope than its own": {strings.Replace(document, "SCOPE", "00000000", 1), "but it states 00000000"},
		"a page":                     {"<!DOCTYPE html>", "not a charter.json"},
		"another document":           {`{"gpc":true}`, "scope or the languages are missing"},
		"nothing":                    {"", "not a charter.json"},
	} {
		if _, err := check.ParseRunning("", []byte(bad[0])); err == nil || !strings.Contains(err.Error(), bad[1]) {
			t.Errorf("%s: %v, want %q", name, err, bad[1])
		}
	}
}
