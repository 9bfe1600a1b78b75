package check_test

import (
	"os"
	"strings"
)

// H-08, C-02, H-11.
func wordSeeds() []seed {
	appended := func(file, rule, at, text string) seed {
		return seed{rule, at, []edit{{file, "", "\n" + text + "\n"}}, nil}
	}
	return []seed{
		appended(fr, "cnil-claim", "charter.md:57", "Notre outil est validé par la CNIL."),
		appended(fr, "cnil-claim", "charter.md:57", "Notre outil est **certifié** depuis 2021\npar la **CNIL**."),
		appended(fr, "cnil-claim", "charter.md:57", "Un outil « validé CNIL »."),
		appended(en, "cnil-claim", "charter.en.md:34", "Our tool is CNIL-approved."),
		appended(en, "cnil-claim", "charter.en.md:34", "It was approved in 2021 by the French CNIL."),
		{"cnil-claim", "locales/active.fr.toml:4", []edit{{frText, "sur {{.Sites}}.", "sur {{.Sites}}, pour un outil agréé par la CNIL."}}, nil},
		appended(fr, "implied-consent", "charter.md:57", "En poursuivant votre navigation sur ce site, vous acceptez les cookies."),
		appended(fr, "implied-consent", "charter.md:57", "En poursuivant votre navigation sans modifier vos réglages, vous acceptez l’utilisation de cookies."),
		appended(en, "implied-consent", "charter.en.md:34", "If you do not change your settings and keep browsing, you agree."),
		appended(fr, "cnil-claim", "charter.md:57", "Vous ne risquez rien : l’outil, sans cookie tiers, est validé par la CNIL."),
		appended(en, "implied-consent", "charter.en.md:34", "By continuing to use this site you agree to our cookies."),
		appended(fr, "check-back", "charter.md:57", "Nous vous invitons à consulter cette page régulièrement."),
		appended(en, "check-back", "charter.en.md:34", "Please check this page regularly."),
	}
}

func firstLayerSeeds() []seed {
	long := strings.Repeat("compter, ", 25)
	return []seed{
		{"title-says-who", "charter.md:36", []edit{{fr, `short="Mesurer la fréquentation"`, `short="Cookies internes, dits « first-party »"`}}, nil},
		{"title-says-who", "charter.en.md:13", []edit{{en, `short="Measuring the audience"`, `short="Third-party cookies"`}}, nil},
		{"title-says-who", "charter.md:45", []edit{{fr, `short="Regarder les vidéos"`, `short="Cookies tiers"`}}, nil}, // no tracker yet
		{"title-long", "charter.md:28", []edit{{fr, `## Faire fonctionner le portail {#necessary short="Cookies nécessaires"}`,
			"## Faire fonctionner le portail, vous reconnaître et garder vos choix {#necessary}"}}, nil},
		{"summary-long", "charter.md:36", []edit{{fr, "Compter les visites", "Compter, " + long + "compter les visites"}}, nil},
		{"jargon", "charter.md:45", []edit{{fr, "que nous publions ailleurs", "d’une plateforme tierce, après opt-in"}}, nil},
		{"jargon", "locales/active.en.toml:4", []edit{{enText, "asks for your consent", "asks for your ePrivacy consent"}}, nil},
		{"legitimate-interest", "charter.md:36", []edit{{fr, "Distinguer les visiteurs", "Distinguer les visiteurs (intérêt légitime)"}}, nil},
		{"legitimate-interest", "charter.en.md:22", []edit{{en, "we publish elsewhere.", "we publish elsewhere, on the ground of legitimate interests."}}, nil},
		{"label-loaded", "locales/active.fr.toml:2", []edit{{frText, "Tout refuser", "Continuer sans accepter"}}, nil},
		{"label-loaded", "locales/active.en.toml:2", []edit{{enText, "Refuse all", "Decline non-essential purposes"}}, nil},
	}
}

func languageSeeds() []seed {
	return []seed{
		{"one-language", "charter.md:0", nil, func(s *site) { delete(s.files, en) }},
		{"text-missing", "locales/active.en.toml:0", nil, func(s *site) { s.texts["en"] = []string{"accept", "refuse"} }},
		{"text-built-in", "locales/active.fr.toml:0", nil, func(s *site) { s.lacks = map[string][]string{"fr": {"refuse"}} }},
		{"text-unknown", "locales/active.en.toml:0", nil, func(s *site) { s.texts["en"] = append(builtIn(), "banner_hwo") }},
		{"texts-unreviewed", "charter.de.md:0", nil, addGerman},
		{"language-mismatch", "locales/active.en.toml:0", nil, func(s *site) {
			s.files[enText] = s.files[frText] + "consequence = \"Vous pouvez utiliser le site si vous refusez les cookies, et votre réponse est gardée pour vous dans ce navigateur.\"\n"
		}},
	}
}

// addGerman adds a German translation, whose built-in texts nobody reviewed.
func addGerman(s *site) {
	text, err := os.ReadFile("testdata/clean/charter.de.md")
	if err != nil {
		panic(err)
	}
	s.files["charter.de.md"], s.texts["de"] = string(text), builtIn()
}

func placeSeeds() []seed {
	return []seed{
		{"place-missing", "locales/active.fr.toml:4", []edit{{frText, "{{.Controller}} vous", "Nous vous"}}, nil},
		{"place-missing", "locales/active.en.toml:4", []edit{{enText, "On {{ .Sites }}, {{.Controller}} asks", "We ask"}}, nil},
		{"place-unknown", "locales/active.en.toml:2", []edit{{enText, "Refuse all", "Refuse all {{.Number}}"}}, nil},
	}
}
