package charter_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"charte/internal/charter"
)

func TestWhatTheOperatorAccountsForIsReadWithItsLine(t *testing.T) {
	t.Parallel()
	french := edit(t, small, "    exempt: true\n", "    exempt: true\n    exempt_reasons: [choice, authentication]\n")
	french = edit(t, french, "effective: 2026-11-23\n", "effective: 2026-11-23\nretention_confirmed: 66 mois\nplatform_audited: 2026-10-01\n")
	set, err := load(french, smallEnglish)
	if err != nil {
		t.Fatal(err)
	}
	if d := set.Declared[0]; d.Line != 12 || !slices.Equal(d.ExemptReasons, []string{"choice", "authentication"}) {
		t.Errorf("the exempt purpose is declared as %+v", d)
	}
	if want := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC); set.RetentionConfirmed != "66 mois" || !set.PlatformAudited.Equal(want) {
		t.Errorf("confirmed %q, audited %s", set.RetentionConfirmed, set.PlatformAudited)
	}
	for key, want := range map[string]int{"controller": 3, "controller.name": 4, "controller.dpo": 3, "retention_confirmed": 6, "heights": 1} {
		if got := set.Line(key); got != want {
			t.Errorf("%s is on line %d, want %d", key, got, want)
		}
	}
	if !set.HasKey("controller.name") || set.HasKey("controller.dpo") || set.HasKey("heights") {
		t.Error("keys that are there are not told from those that are not")
	}
	if got := set.In("en").Purposes[1].Line; got != 9 {
		t.Errorf("the English section is on line %d, want 9", got)
	}
	if charter.File("fr") != "charter.md" || charter.File("en") != "charter.en.md" {
		t.Error("the files have other names")
	}
}

// A check tells these faults from those of form.
func TestSomeFaultsSayWhatTheyAreAbout(t *testing.T) {
	t.Parallel()
	for topic, broken := range map[charter.Topic][2]string{
		charter.AboutLanguages:  {small, edit(t, smallEnglish, "| _pk_id.* | Matomo |\n", "")},
		charter.AboutPlatform:   {edit(t, small, "[matomo]", "[piano]"), smallEnglish},
		charter.AboutController: {edit(t, small, "  name: Ville d’exemple\n", "  dpo: dpd@exemple.fr\n"), smallEnglish},
		"":                      {edit(t, small, "2026-11-23", "demain"), smallEnglish},
	} {
		_, err := load(broken[0], broken[1])
		var faults charter.Faults
		if !errors.As(err, &faults) || len(faults) != 1 || faults[0].Topic != topic {
			t.Errorf("want one fault about %q: %+v", topic, faults)
		}
	}
}
