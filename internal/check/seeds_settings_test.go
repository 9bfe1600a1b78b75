package check_test

import (
	"net/netip"

	"charte/internal/check"
)

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
