package check_test

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"

	"charte/internal/check"
)

const (
	fr, en         = "charter.md", "charter.en.md"
	frText, enText = "locales/active.fr.toml", "locales/active.en.toml"
)

// edit is one change to one file of the clean site.
type edit struct{ file, old, new string }

// seed breaks one rule of the clean site, and says where it must be found.
type seed struct {
	rule  string
	at    string // "file:line"; "settings" for a flag
	edits []edit
	set   func(*site)
}

// corpus has a seed, or several, for every rule.
func corpus() []seed {
	return slices.Concat(startSeeds(), trackerSeeds(), exemptSeeds(), wordSeeds(), firstLayerSeeds(),
		languageSeeds(), placeSeeds(), noticeSeeds(), platformSeeds(), settingSeeds())
}

func stop(text string) func(*site) {
	return func(s *site) { s.stops = append(s.stops, errors.Join(errors.New(text))) }
}

func setFlag(change func(*check.Settings)) func(*site) {
	return func(s *site) { change(&s.settings) }
}

func startSeeds() []seed {
	return []seed{
		{"charter", "charter.md:7", []edit{{fr, "effective: 2026-09-01", "effective: demain"}}, nil},
		{"controller-missing", "charter.md:4", []edit{{fr, "  name: Communauté d’exemple\n", ""}}, nil},
		{"languages-differ", "charter.en.md:17", []edit{{en, "| `_pk_ses.*` | Communauté d’exemple | Link the pages of a visit | 30 minutes |\n", ""}}, nil},
		{"platform-key", "charter.md:18", []edit{{fr, "[matomo]", "[matomo, piano]"}}, nil},
		{"charter-doubt", "charter.md:26 charter.md:26", []edit{{fr, "Cette page dit", "<b>Cette</b> page dit"}}, nil},
		{"contrast", "theme.css:0", nil, stop("/srv/content/theme.css: --charte-ink (#777777) on --charte-paper (#ffffff) has a contrast of 4.48 in light mode")},
		{"theme", "theme.css:3", nil, stop("/srv/content/theme.css:3: a theme cannot set \"display\"")},
		{"setting", "settings", nil, stop(`--rate-limit "600": write it as 600/1m`)},
		{"content", "locales/active.fr.toml:0", nil, stop(`active.fr.toml: line 3 is no text`)},
		{"content", "logo.png:0", nil, stop("/srv/content/logo.png: is not a PNG image (EOF) — export it as PNG")},
		{"content", "charter.en.md:0", nil, stop("content/charter.en.md: does not say what logo.svg shows — write logo_alt:")},
		{"content", "settings", nil, stop("the content that was kept cannot be read")},
	}
}

func trackerSeeds() []seed {
	const row, rowEn = "Relier les pages d’une visite | 30 minutes |", "Link the pages of a visit | 30 minutes |"
	return []seed{
		{"lifetime-missing", "charter.md:43", []edit{{fr, row, "Relier les pages d’une visite | |"}}, nil},
		{"lifetime-missing", "charter.en.md:20", []edit{{en, rowEn, "Link the pages of a visit | |"}}, nil},
		{"provider-missing", "charter.md:44", []edit{
			{fr, "| `_pk_id.*` | Communauté d’exemple |", "| `_pk_id.*` | Société d’exemple, Autre société |"},
			{fr, "[matomo]", "[matomo]\n    providers: [Communauté d’exemple]"},
			{fr, "| `_pk_ses.*` | Communauté d’exemple |", "| `_pk_ses.*` | |"}}, nil},
		{"exempt-row-incomplete", "charter.md:32", []edit{{fr, "| 2 semaines |", "| |"}}, nil},
		{"exempt-row-incomplete", "charter.en.md:9", []edit{{en, "| `sessionid` | Example platform |", "| `sessionid` | |"}}, nil},
		{"lifetime-unreadable", "charter.md:43", []edit{{fr, "| 30 minutes |", "| variable |"}}, nil},
		{"lifetime-differs", "charter.en.md:19", []edit{{en, "13 months", "12 months"}}, nil},
	}
}

func exemptSeeds() []seed {
	exempt := func(name, provider, what, lastsFR, lastsEN string) []edit {
		return []edit{
			{fr, "| `sessionid` |", fmt.Sprintf("| `%s` | %s | %s | %s |\n| `sessionid` |", name, provider, what, lastsFR)},
			{en, "| `sessionid` |", fmt.Sprintf("| `%s` | %s | To work | %s |\n| `sessionid` |", name, provider, lastsEN)},
		}
	}
	return []seed{
		{"exempt-reason-missing", "charter.md:15", []edit{{fr, "    exempt_reasons: [authentication, choice]\n", ""}}, nil},
		{"exempt-reason-unknown", "charter.md:15", []edit{{fr, "[authentication, choice]", "[authentication, comfort]"}}, nil},
		{"ga-exempt", "charter.en.md:9 charter.md:32", exempt("_ga_*", "Une société", "Fonctionner", "1 an", "1 year"), nil},
		{"ga-exempt", "charter.en.md:9 charter.md:32", exempt("mesure", "Google Analytics 4", "Fonctionner", "1 an", "1 year"), nil},
		{"audience-lifetime", "charter.en.md:9 charter.md:32", exempt("_pk_ref.*", "Une société", "Fonctionner", "2 ans", "2 years"), nil},
		{"audience-lifetime", "charter.md:32", exempt("compteur", "Une société", "Mesure d’audience", "14 mois", "14 months"), nil},
		{"audience-lifetime", "charter.en.md:9 charter.md:32", append(exempt("compteur", "Une société", "Fonctionner", "400 jours", "400 days"),
			edit{fr, "[authentication, choice]", "[audience]"}), nil},
		{"own-cookie-undeclared", "charter.md:14", []edit{
			{fr, "| `__Host-charte-receipt` | Communauté d’exemple | Retrouver la preuve de votre accord | 6 mois |\n", ""},
			{en, "| `__Host-charte-receipt` | Communauté d’exemple | Find the proof of your consent | 6 months |\n", ""}}, nil},
		{"own-cookie-lifetime", "charter.en.md:10 charter.md:33", []edit{
			{fr, "| Garder votre choix | 6 mois |", "| Garder votre choix | 13 mois |"},
			{en, "| Keep your choice | 6 months |", "| Keep your choice | 13 months |"}}, nil},
	}
}

func wordSeeds() []seed {
	say := func(file, rule, at, text string) seed {
		return seed{rule, at, []edit{{file, "", "\n" + text + "\n"}}, nil}
	}
	return []seed{
		say(fr, "cnil-claim", "charter.md:57", "Notre outil est validé par la CNIL."),
		say(fr, "cnil-claim", "charter.md:57", "Notre outil est **certifié** depuis 2021\npar la **CNIL**."),
		say(fr, "cnil-claim", "charter.md:57", "Un outil « validé CNIL »."),
		say(en, "cnil-claim", "charter.en.md:34", "Our tool is CNIL-approved."),
		say(en, "cnil-claim", "charter.en.md:34", "It was approved in 2021 by the French CNIL."),
		{"cnil-claim", "locales/active.fr.toml:4", []edit{{frText, "sur {{.Sites}}.", "sur {{.Sites}}, pour un outil agréé par la CNIL."}}, nil},
		say(fr, "implied-consent", "charter.md:57", "En poursuivant votre navigation sur ce site, vous acceptez les cookies."),
		say(fr, "implied-consent", "charter.md:57", "En poursuivant votre navigation sans modifier vos réglages, vous acceptez l’utilisation de cookies."),
		say(en, "implied-consent", "charter.en.md:34", "If you do not change your settings and keep browsing, you agree."),
		say(fr, "cnil-claim", "charter.md:57", "Vous ne risquez rien : l’outil, sans cookie tiers, est validé par la CNIL."),
		say(en, "implied-consent", "charter.en.md:34", "By continuing to use this site you agree to our cookies."),
		say(fr, "check-back", "charter.md:57", "Nous vous invitons à consulter cette page régulièrement."),
		say(en, "check-back", "charter.en.md:34", "Please check this page regularly."),
	}
}

func firstLayerSeeds() []seed {
	long := strings.Repeat("compter, ", 25)
	return []seed{
		{"title-says-who", "charter.md:36", []edit{{fr, `short="Mesurer la fréquentation"`, `short="Cookies internes, dits « first-party »"`}}, nil},
		{"title-says-who", "charter.en.md:13", []edit{{en, `short="Measuring the audience"`, `short="Third-party cookies"`}}, nil},
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
		{"text-original-missing", "locales/active.fr.toml:0", nil, func(s *site) { s.texts["fr"] = []string{"accept", "banner_who"} }},
		{"text-unknown", "locales/active.en.toml:0", nil, func(s *site) { s.texts["en"] = append(builtIn(), "banner_hwo") }},
	}
}

func placeSeeds() []seed {
	return []seed{
		{"place-missing", "locales/active.fr.toml:4", []edit{{frText, "{{.Controller}} vous", "Nous vous"}}, nil},
		{"place-missing", "locales/active.en.toml:4", []edit{{enText, "On {{ .Sites }}, {{.Controller}} asks", "We ask"}}, nil},
		{"place-unknown", "locales/active.en.toml:2", []edit{{enText, "Refuse all", "Refuse all {{.Number}}"}}, nil},
	}
}

func noticeSeeds() []seed {
	return []seed{
		{"contact-missing", "charter.md:5", []edit{{fr, "contact: https://www.exemple.fr/contact", `contact: ""`}}, nil},
		{"dpo-missing", "charter.md:3", []edit{{fr, "  dpo: dpd@exemple.fr\n", ""}}, nil},
		{"rights-missing", "charter.md:0", []edit{{fr, "et saisir la CNIL", "et saisir l’autorité"}}, nil},
		{"rights-missing", "charter.en.md:0", []edit{{en, "You may withdraw your consent at any time, ask", "You may ask"}}, nil},
		{"legal-notice-missing", "charter.md:1", []edit{{fr, "legal_notice: https://www.exemple.fr/mentions-legales\n", ""}}, nil},
		{"retention-unconfirmed", "charter.md:1", []edit{{fr, "retention_confirmed: 66 mois\n", ""}}, nil},
		{"retention-unconfirmed", "charter.md:12", []edit{{fr, "retention_confirmed: 66 mois", "retention_confirmed: 5 ans"}}, nil},
		{"retention-off", "settings", nil, setFlag(func(s *check.Settings) { s.Retention = 0 })},
		{"retention-untold", "charter.md:49", []edit{{fr, "conservés 66 mois", "conservés un certain temps"}}, nil},
		{"retention-untold", "charter.en.md:0", []edit{{en, "{#retention}", "{#length}"}}, nil},
		{"retention-differs", "charter.md:49", []edit{{fr, "conservés 66 mois", "conservés 5 ans"}}, nil},
		{"retention-differs", "charter.en.md:26 charter.md:49", []edit{{fr, "retention_confirmed: 66 mois", "retention_confirmed: 36 mois"}},
			setFlag(func(s *check.Settings) { s.Retention = 36 })},
	}
}

func platformSeeds() []seed {
	none := []edit{
		{fr, "  - id: audience\n    platform_keys: [matomo]\n", ""},
		{fr, `## Mesurer la fréquentation {#audience short="Mesurer la fréquentation"}`, "### Mesurer la fréquentation"},
		{en, `## Measuring the audience {#audience short="Measuring the audience"}`, "### Measuring the audience"},
	}
	return []seed{
		{"platform-unaudited", "charter.md:17", []edit{{fr, "platform_audited: 2026-08-20\n", ""}}, nil},
		{"nothing-to-ask", "charter.md:1", none, nil},
		{"nothing-to-ask", "charter.md:2", append([]edit{{fr, "---\nplatform:", "---\nnothing_to_ask: none\nplatform:"}}, none...), nil},
		{"heights-default", "charter.md:1", nil, func(s *site) { s.measured = 100 }},
	}
}

func settingSeeds() []seed {
	return []seed{
		{"cookie-domain", "settings", nil, setFlag(func(s *check.Settings) { s.CookieDomain = "" })},
		{"cookie-domain", "settings", []edit{{fr, "    origin: https://donnees.exemple.fr", "    origin: https://donnees.exemple.opendata.test"}},
			setFlag(func(s *check.Settings) { s.Portals = []string{"https://donnees.exemple.opendata.test"} })},
		{"cookie-name", "settings", []edit{{fr, "`cookies_preferences`", "`choix`"}, {en, "`cookies_preferences`", "`choix`"}},
			setFlag(func(s *check.Settings) { s.CookieName = "choix" })},
		{"site-portal", "charter.md:8", nil, setFlag(func(s *check.Settings) { s.Portals = append(s.Portals, "https://cartes.exemple.fr") })},
		{"site-unreached", "charter.md:8", []edit{{fr, "legal_notice:", "  - name: Cartes\n    origin: https://cartes.autre.test\nlegal_notice:"}}, nil},
		{"handle-off", "settings", nil, setFlag(func(s *check.Settings) { s.Handle = false })},
		{"rate-off", "settings", nil, setFlag(func(s *check.Settings) { s.RateLimited = false })},
		{"proxy-undeclared", "settings", nil, setFlag(func(s *check.Settings) { s.Listen = ":8080" })},
		{"proxy-undeclared", "settings", nil, setFlag(func(s *check.Settings) { s.Listen = "10.0.0.5:8080" })},
		{"proxy-wide", "settings", nil, setFlag(func(s *check.Settings) { s.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")} })},
	}
}

// Each seed trips its rule, where it stands, and no other.
func TestEachSeedTripsItsRuleAndNoOther(t *testing.T) {
	t.Parallel()
	for i, seed := range corpus() {
		t.Run(fmt.Sprintf("%s %d", seed.rule, i), func(t *testing.T) {
			t.Parallel()
			s := clean(t)
			for _, e := range seed.edits {
				s.edit(t, e.file, e.old, e.new)
			}
			if seed.set != nil {
				seed.set(s)
			}
			var places []string
			for _, f := range check.Run(s.input()).Findings {
				if f.Rule.ID != seed.rule {
					t.Errorf("trips %s too: %s:%d %s", f.Rule.ID, f.File, f.Line, f.Problem)
					continue
				}
				places = append(places, place(f))
				if f.Problem == "" || f.Mend == "" {
					t.Errorf("says what is wrong: %q, and the mend: %q", f.Problem, f.Mend)
				}
			}
			if got := strings.Join(places, " "); got != seed.at {
				t.Errorf("found at %q, want %q", got, seed.at)
			}
		})
	}
}

func place(f check.Told) string {
	if f.File == "" {
		return "settings"
	}
	return fmt.Sprintf("%s:%d", f.File, f.Line)
}

func TestEveryRuleHasASeed(t *testing.T) {
	t.Parallel()
	for _, rule := range check.Rules() {
		if !slices.ContainsFunc(corpus(), func(s seed) bool { return s.rule == rule.ID }) {
			t.Errorf("no seed breaks %s", rule.ID)
		}
		if rule.Reason == "" || rule.Source == "" || rule.Mend == "" {
			t.Errorf("%s has no reason, source or mend", rule.ID)
		}
	}
}

// Sentences and settings that look like a fault and are none.
func TestWhatLooksLikeAFaultAndIsNone(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*testing.T, *site){
		"a denial of a claim":  saying(fr, "Aucun outil n’est validé par la CNIL : sa liste n’existe plus."),
		"a claim in a comment": saying(frText, "# validé CNIL ?"),
		"a claim in a comment of the front matter": func(t *testing.T, s *site) {
			s.edit(t, fr, "effective:", "# outil validé par la CNIL ?\neffective:")
		},
		"a word of regret in a text that is no button": func(t *testing.T, s *site) {
			s.edit(t, frText, "vous demande votre accord", "regrette de vous demander votre accord")
		},
		"a place in a text that has no model": func(t *testing.T, s *site) {
			s.edit(t, frText, "", "extra = \"{{.Number}}\"\n")
		},
		"browsing that does not mean consent":   saying(en, "Continuing to use this site does not mean that you agree."),
		"the CNIL's recommendation":             saying(fr, "Nous suivons la durée recommandée par la CNIL."),
		"browsing that is no consent":           saying(fr, "Poursuivre votre navigation ne vaut pas accord : sans choix, vous n’acceptez rien."),
		"who sets cookies that are not set yet": func(t *testing.T, s *site) { s.edit(t, fr, `short="Regarder les vidéos"`, `short="Cookies tiers"`) },
		"thirteen months in days": func(t *testing.T, s *site) {
			s.edit(t, fr, "| `sessionid` | Plateforme d’exemple | Vous reconnaître d’une page à l’autre | 2 semaines |", "| `sessionid` | Plateforme | Mesure d’audience | 395 jours |")
			s.edit(t, en, "| 2 weeks |", "| 395 days |")
		},
		"no portal covered on loopback": func(t *testing.T, s *site) {
			base, err := url.Parse("http://localhost:8080")
			if err != nil {
				t.Fatal(err)
			}
			s.settings.Base, s.settings.CookieDomain = base, ""
		},
		"a proxy on another machine that is declared": func(t *testing.T, s *site) {
			s.settings.Listen, s.settings.TrustedProxies = ":8080", []netip.Prefix{netip.MustParsePrefix("10.0.0.5/32")}
		},
		"a purpose with one provider, named once": func(t *testing.T, s *site) {
			s.edit(t, fr, "| `_pk_ses.*` | Communauté d’exemple |", "| `_pk_ses.*` | |")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := clean(t)
			change(t, s)
			for _, f := range check.Run(s.input()).Findings {
				t.Errorf("trips %s: %s %s", f.Rule.ID, place(f), f.Problem)
			}
		})
	}
}

func saying(file, text string) func(*testing.T, *site) {
	return func(t *testing.T, s *site) { s.edit(t, file, "", "\n"+text+"\n") }
}
