package charter_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"charte/internal/charter"
)

func TestDeclarationsAreReadWithTheirLines(t *testing.T) {
	t.Parallel()
	french := edit(t, small, "    exempt: true\n", "    exempt: true\n    exempt_reasons: [choice, authentication]\n")
	french = edit(t, french, "effective: 2026-11-23\n", "effective: 2026-11-23\nretention_confirmed: 66 mois\nplatform_audited: 2026-10-01\n")
	loaded, err := load(french, smallEnglish)
	if err != nil {
		t.Fatal(err)
	}
	if d := loaded.Declared[0]; d.Line != 12 || !slices.Equal(d.ExemptReasons, []string{"choice", "authentication"}) {
		t.Errorf("the exempt purpose is declared as %+v", d)
	}
	if want := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC); loaded.RetentionConfirmed != "66 mois" || !loaded.PlatformAudited.Equal(want) {
		t.Errorf("confirmed %q, audited %s", loaded.RetentionConfirmed, loaded.PlatformAudited)
	}
	for key, want := range map[string]int{"controller": 3, "controller.name": 4, "controller.dpo": 3, "retention_confirmed": 6, "heights": 1} {
		if got := loaded.Line(key); got != want {
			t.Errorf("%s is on line %d, want %d", key, got, want)
		}
	}

	if got := loaded.In("en").Purposes[1].Line; got != 9 {
		t.Errorf("the English section is on line %d, want 9", got)
	}
	if loaded.File("fr") != "charter.md" || loaded.File("en") != "charter.en.md" {
		t.Error("the files have other names")
	}
}

// Package check treats these faults separately.
func TestFaultsHaveATopic(t *testing.T) {
	t.Parallel()
	for topic, broken := range map[charter.Topic][2]string{
		charter.AboutLanguages:  {small, edit(t, smallEnglish, "| _pk_id.* | Matomo |\n", "")},
		charter.AboutPlatform:   {edit(t, small, "[matomo]", "[piano]"), smallEnglish},
		charter.AboutController: {edit(t, small, "  name: Port-Lanval Agglomération\n", "  dpo: dpd@exemple.fr\n"), smallEnglish},
		"":                      {edit(t, small, "2026-11-23", "demain"), smallEnglish},
	} {
		_, err := load(broken[0], broken[1])
		var faults charter.Faults
		if !errors.As(err, &faults) || len(faults) != 1 || faults[0].Topic != topic {
			t.Errorf("want one fault about %q: %+v", topic, faults)
		}
	}
}
