package i18n_test

import (
	"testing"
	"testing/fstest"
	"time"

	"charte/internal/i18n"
	"charte/locales"
)

// catalog returns the shipped texts with files of an operator.
func catalog(t *testing.T, files map[string]string) *i18n.Catalog {
	t.Helper()
	own := fstest.MapFS{}
	for name, text := range files {
		own[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, err := i18n.Load(locales.Files, own)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A text that a language lacks is French beside a French original, otherwise English.
func TestMissingTextsAreThoseOfTheOriginalOrEnglish(t *testing.T) {
	t.Parallel()
	all := catalog(t, map[string]string{"active.br.toml": "refuse = \"Nac’h pep tra\"\n"})
	for original, want := range map[string]string{"fr": "Tout accepter", "de": "Accept all", "br": "Accept all"} {
		languages := []string{original, "br"}
		if original == "br" {
			languages = []string{"br"}
		}
		c, err := all.Only(languages)
		if err != nil {
			t.Fatal(err)
		}
		if w := c.Words("br"); w.Say("refuse") != "Nac’h pep tra" || w.Say("accept") != want || w.Count("trackers", 1) == "trackers" {
			t.Errorf("original %s: %q, %q", original, w.Say("accept"), w.Count("trackers", 1))
		}
	}
}

// A record may be in a language that has since been removed.
func TestALanguageWithoutTextsHasANameAndTheTextsOfAnother(t *testing.T) {
	t.Parallel()
	if w := catalog(t, nil).Words("br"); w.Name() != "brezhoneg" || w.Say("accept") != "Tout accepter" {
		t.Errorf("%q, %q", w.Name(), w.Say("accept"))
	}
}

// Numbers and dates of one language have the same digits.
func TestDatesHaveTheDigitsOfTheLanguage(t *testing.T) {
	t.Parallel()
	c := catalog(t, map[string]string{"active.ar.toml": `date = "{{.Day}} {{.Month}} {{.Year}}"
month_5 = "مايو"
`})
	day := time.Date(2026, 5, 13, 0, 0, 0, 0, time.UTC)
	for code, want := range map[string][2]string{"ar": {"١٣ مايو ٢٠٢٦", "١٬٢٣٤"}, "es": {"13\u00a0de mayo de 2026", "1.234"}} {
		w := c.Words(code)
		if got := [2]string{w.Date(day), w.Number(1234)}; got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

// go-i18n has no plural rule for Corsican: its counts follow that of English.
func TestALanguageWithoutAPluralRuleCounts(t *testing.T) {
	t.Parallel()
	w := catalog(t, map[string]string{"active.co.toml": "trackers = { one = \"{{.Count}} solu\", other = \"{{.Count}} parechji\" }\n"}).Words("co")
	if one, two := w.Count("trackers", 1), w.Count("trackers", 2); one != "1 solu" || two != "2 parechji" {
		t.Errorf("%q and %q", one, two)
	}
}
