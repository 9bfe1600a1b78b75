package charter_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"charte/internal/charter"
)

// small is a charter without faults; each test introduces one.
const small = `---
platform: https://data.example.fr
controller:
  name: Port-Lanval Agglomération
effective: 2026-11-23
sites:
  - name: Données
    origin: https://data.example.fr
purposes:
  - id: necessary
    exempt: true
  - id: statistics
    platform_keys: [matomo]
  - id: video
    none_today: true
---
# Charte

## Nécessaires {#necessary}

| Nom du cookie | Prestataire |
|---|---|
| sessionid | Portail |

## Mesure {#statistics short="Mesure"}

Compter les visites.

| Nom du cookie | Prestataire |
|---|---|
| _pk_id.* | Matomo |

## Vidéos {#video short="Vidéos"}

Voir des vidéos.
`

const smallEnglish = `# Charter

## Necessary {#necessary}

| Cookie name | Provider |
|---|---|
| sessionid | Portal |

## Measurement {#statistics short="Measurement"}

Count visits.

| Cookie name | Provider |
|---|---|
| _pk_id.* | Matomo |

## Videos {#video short="Videos"}

Watch videos.
`

func load(french, english string) (*charter.Charter, error) {
	fsys := fstest.MapFS{"charter.md": {Data: []byte(french)}}
	if english != "" {
		fsys["charter.en.md"] = &fstest.MapFile{Data: []byte(english)}
	}
	return charter.Load(fsys)
}

// edit replaces old, which must occur once, by new.
func edit(t *testing.T, text, old, new string) string {
	t.Helper()
	if strings.Count(text, old) != 1 {
		t.Fatalf("%q occurs %d times in the charter", old, strings.Count(text, old))
	}
	return strings.Replace(text, old, new, 1)
}

// brokenCase changes one thing; want is the whole error, or the warnings.
type brokenCase struct{ name, old, new, want string }

func (c brokenCase) faults(t *testing.T) {
	t.Helper()
	_, err := load(edit(t, small, c.old, c.new), "")
	if err == nil {
		t.Fatal("no fault is reported")
	}
	if err.Error() != c.want {
		t.Errorf("got\n%s\nwant\n%s", err, c.want)
	}
}

func (c brokenCase) warns(t *testing.T) {
	t.Helper()
	loaded, err := load(edit(t, small, c.old, c.new), "")
	if err != nil {
		t.Fatal(err)
	}
	if got := charter.Faults(loaded.Warnings).Error(); got != c.want {
		t.Errorf("got\n%s\nwant\n%s", got, c.want)
	}
}

func TestTheSmallCharterHasNeitherFaultNorWarning(t *testing.T) {
	t.Parallel()
	loaded, err := load(small, smallEnglish)
	if err != nil || len(loaded.Warnings) > 0 {
		t.Fatal(err, loaded)
	}
}

func TestAllFaultsAreReportedTogetherSortedByFileAndLine(t *testing.T) {
	t.Parallel()
	french := edit(t, edit(t, small, "2026-11-23", "demain"), "Compter les visites.", "a | b")
	_, err := load(french, edit(t, smallEnglish, "| sessionid | Portal |\n", ""))
	var faults charter.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("%T is not Faults", err)
	}
	want := []string{"charter.en.md:5", "charter.md:5", "charter.md:27"}
	for i, f := range faults {
		if i >= len(want) || !strings.HasPrefix(f.Error(), want[i]+":") {
			t.Errorf("fault %d: %s", i, f)
		}
		if !errors.Is(err, f) {
			t.Errorf("the error does not hold %s", f)
		}
	}
	if len(faults) != len(want) {
		t.Errorf("%d faults, want %d", len(faults), len(want))
	}
}
