package check_test

import (
	"net/netip"
	"testing"

	"charte/internal/check"
)

// lookalikes are sentences and settings that resemble a fault but are correct.
func lookalikes() map[string]func(*testing.T, *site) {
	return map[string]func(*testing.T, *site){
		"a denial of a claim":  appending(fr, "Aucun outil n’est validé par la CNIL : sa liste n’existe plus."),
		"a claim in a comment": appending(frText, "# validé CNIL ?"),
		"a claim in a comment of the front matter": func(t *testing.T, s *site) {
			s.edit(t, fr, "effective:", "# outil validé par la CNIL ?\neffective:")
		},
		"a word of regret outside a button": func(t *testing.T, s *site) {
			s.edit(t, frText, "vous demande votre accord", "regrette de vous demander votre accord")
		},
		"a placeholder in a text without built-in version": func(t *testing.T, s *site) {
			s.edit(t, frText, "", "extra = \"{{.Number}}\"\n")
		},
		"the same denial in English":            appending(en, "Continuing to use this site does not mean that you agree."),
		"the sentence that the CNIL recommends": appending(fr, "D’après notre auto-évaluation, la solution Matomo répond aux [critères définis par la CNIL](https://www.cnil.fr/) et peut être utilisée sans consentement."),
		"the CNIL sentence in English":          appending(en, "By our self-assessment, the solution Matomo meets the [criteria set by the CNIL](https://www.cnil.fr/) and may be used without consent."),
		"the CNIL's recommendation":             appending(fr, "Nous suivons la durée recommandée par la CNIL."),
		"a denial that browsing is consent":     appending(fr, "Poursuivre votre navigation ne vaut pas accord : sans choix, vous n’acceptez rien."),
		"thirteen months in days": func(t *testing.T, s *site) {
			s.edit(t, fr, "| `sessionid` | Plateforme d’exemple | Vous reconnaître d’une page à l’autre | 2 semaines |", "| `sessionid` | Plateforme | Mesure d’audience | 395 jours |")
			s.edit(t, en, "| 2 weeks |", "| 395 days |")
		},
		"no portal covered on loopback": func(t *testing.T, s *site) {
			s.settings.Base, s.settings.CookieDomain = host("http://localhost:8080"), ""
		},
		"a proxy on another machine that is declared": func(t *testing.T, s *site) {
			s.settings.Listen, s.settings.TrustedProxies = ":8080", []netip.Prefix{netip.MustParsePrefix("10.0.0.5/32")}
		},
		"a purpose with one provider, named once": func(t *testing.T, s *site) {
			s.edit(t, fr, "| `_pk_ses.*` | Port-Lanval Agglomération |", "| `_pk_ses.*` | |")
		},
	}
}

func TestLookalikesOfFaultsAreNotReported(t *testing.T) {
	t.Parallel()
	for name, change := range lookalikes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := clean(t)
			change(t, s)
			for _, f := range check.Run(s.input()).Findings {
				t.Errorf("breaks %s: %s %s", f.Rule.ID, place(f), f.Problem)
			}
		})
	}
}

func appending(file, text string) func(*testing.T, *site) {
	return func(t *testing.T, s *site) { s.edit(t, file, "", "\n"+text+"\n") }
}
