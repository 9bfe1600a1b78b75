package check

import (
	"testing"
	"time"
)

func TestLifetimesAreReadInEveryLanguage(t *testing.T) {
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
		"150 ans et 160 ans":              endless,
		"treize mois":                     13 * month,
		"90 secondes":                     90 * time.Second,
		"six mois après le dernier choix": 6 * month,

		"13 Monate":                      13 * month,
		"ein Jahr und ein Monat":         year + month,
		"dreißig Tage":                   30 * day,
		"zwei Wochen":                    14 * day,
		"bis zum Schließen des Browsers": 0,
		"Dauer der Sitzung":              0,
		"unbegrenzt":                     endless,
		"13 meses":                       13 * month,
		"1 año y 1 mes":                  year + month,
		"dos años":                       2 * year,
		"treinta días":                   30 * day,
		"hasta cerrar el navegador":      0,
		"sesión":                         0,
		"no caduca":                      endless,
		"1 anno e 1 mese":                year + month,
		"trenta giorni":                  30 * day,
		"due settimane":                  14 * day,
		"alla chiusura del browser":      0,
		"senza scadenza":                 endless,
		"1 jaar en 1 maand":              year + month,
		"dertig dagen":                   30 * day,
		"24 uur":                         day,
		"tot u uw browser sluit":         0,
		"onbeperkt":                      endless,
		"1 ano e 1 mês":                  year + month,
		"trinta dias":                    30 * day,
		"até fechar o navegador":         0,
		"sessão":                         0,
		"sem prazo":                      endless,
	} {
		if got, ok := Lifetime(text); !ok || got != want {
			t.Errorf("%q lasts %s (%t), want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "variable", "selon le réglage", "13", "mois", "12 moisissures", "-", "je nach Einstellung", "según el ajuste", "variabile", "afhankelijk van de instelling", "12 tagebucher"} {
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
