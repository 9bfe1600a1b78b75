package check

import (
	"testing"
	"time"
)

func TestLifetimesAreReadInFrenchAndEnglish(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"2 semaines":                      14 * day,
		"2 semaines par défaut":           14 * day,
		"13 mois":                         13 * month,
		"13\u00a0mois":                    13 * month,
		"13\u202fmois":                    13 * month,
		"1 an":                            year,
		"Un an":                           year,
		"un (1) an":                       year,
		"2 années":                        2 * year,
		"jusqu’à 12 mois":                 12 * month,
		"up to 12 months":                 12 * month,
		"30 minutes":                      30 * time.Minute,
		"30 min":                          30 * time.Minute,
		"24h":                             24 * time.Hour,
		"1 j":                             day,
		"395 jours":                       395 * day,
		"1 000 jours":                     1000 * day,
		"1,5 an":                          year + year/2,
		"six months":                      6 * month,
		"1 an et 1 mois":                  year + month,
		"1 year and 1 month":              year + month,
		"6 mois, 13 mois au plus":         13 * month,
		"30 minutes (session)":            30 * time.Minute,
		"Session":                         0,
		"Fin de session":                  0,
		"À la fermeture du navigateur":    0,
		"until the browser is closed":     0,
		"Permanent":                       endless,
		"illimitée":                       endless,
		"never expires":                   endless,
		"99999999999 ans":                 endless,
		"treize mois":                     13 * month,
		"90 secondes":                     90 * time.Second,
		"six mois après le dernier choix": 6 * month,
	} {
		if got, ok := Lifetime(text); !ok || got != want {
			t.Errorf("%q lasts %s (%t), want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "variable", "selon le réglage", "13", "mois", "12 moisissures", "-"} {
		if got, ok := Lifetime(text); ok {
			t.Errorf("%q is read as %s", text, got)
		}
	}
}

// H-07: 13 calendar months pass in every notation, and anything longer does not.
func TestThirteenMonthsAreThirteenHoweverWritten(t *testing.T) {
	t.Parallel()
	for text, within := range map[string]bool{
		"13 mois": true, "395 jours": true, "396 days": true, "1 an et 1 mois": true, "56 semaines": true,
		"14 mois": false, "400 jours": false, "2 ans": false, "permanent": false, "1 an et 2 mois": false,
	} {
		if length, ok := Lifetime(text); !ok || (length <= thirteenMonths) != within {
			t.Errorf("%q is %s", text, length)
		}
	}
}
