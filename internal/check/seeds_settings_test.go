package check_test

import (
	"net/netip"
	"testing"
	"time"

	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/portal"
)

// H-01, P-10, P-12.
func noticeSeeds() []seed {
	return []seed{
		{"contact-missing", "charter.md:5", []edit{{fr, "contact: https://www.exemple.fr/contact", `contact: ""`}}, nil},
		{"dpo-missing", "charter.md:3", []edit{{fr, "  dpo: dpd@exemple.fr\n", ""}}, nil},
		{"rights-missing", "charter.md:0", []edit{{fr, "et saisir la CNIL", "et saisir l’autorité"}}, nil},
		{"rights-missing", "charter.en.md:0", []edit{{en, "You may withdraw your consent at any time, ask", "You may ask"}}, nil},
		{"legal-notice-missing", "charter.md:1", []edit{{fr, "legal_notice: https://www.exemple.fr/mentions-legales\n", ""}}, nil},
		{"statement-incomplete", "charter.md:22", []edit{{fr, `scheme: "https://www.exemple.fr/schema", `, ""}}, nil},
		{"statement-incomplete", "charter.md:22", []edit{{fr, "state: non,", "state: non, audited: 2026-08-01, auditor: Cabinet, percentage: 40, environment: [NVDA], tools: [axe], pages: [charte],"}}, nil},
		{"statement-unproven", "charter.md:22", []edit{{fr, "state: non,", "state: partiellement,"}}, nil},
		{"statement-unproven", "charter.md:22", []edit{{fr, "state: non,", "state: non, percentage: 40,"}}, nil},
		{"statement-unproven", "charter.md:22", []edit{{fr, "state: non,", "state: totalement, audited: 2026-08-01, auditor: Cabinet, percentage: 99.5, environment: [NVDA], tools: [axe], pages: [charte],"}}, nil},
		{"statement-stale", "charter.md:22", []edit{{fr, "established: 2026-09-01", "established: 2023-05-01"}}, nil},
		{"statement-stale", "charter.md:22", []edit{{fr, "established: 2026-09-01", "established: 2023-04-17"}}, func(s *site) { s.today = time.Date(2024, 10, 19, 0, 0, 0, 0, time.UTC) }},
		{"statement-stale", "charter.md:22", []edit{{fr, "state: non,", "state: non, audited: 2023-08-01, auditor: Cabinet, percentage: 40, environment: [NVDA], tools: [axe], pages: [charte], nonconformities: [carte],"}}, nil},
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
		{"platform-unaudited", "charter.md:19", append(objectable("[choice]", "    objection: true\n    platform_keys: [piano]\n"), edit{fr, "platform_audited: 2026-08-20\n", ""}), nil},
		{"nothing-to-ask", "charter.md:1", none, nil},
		{"nothing-to-ask", "charter.md:2", append([]edit{{fr, "---\nplatform:", "---\nnothing_to_ask: none\nplatform:"}}, none...), nil},
		{"heights-default", "charter.md:1", nil, func(s *site) { s.shown = "longer" }},
		{"heights-stale", "kit-heights.json:0", nil, func(s *site) { s.measured = "shorter" }},
	}
}

func settingSeeds() []seed {
	return []seed{
		{"built-in-charter", "settings", nil, func(s *site) { s.shipped, s.settings.Portals = true, []string{"https://cartes.exemple.fr"} }},
		{"built-in-charter", "settings", nil, func(s *site) {
			s.shipped, s.settings.Base = true, host("https://cookies.autre.test")
			s.settings.CookieDomain = "exemple.fr"
		}},
		{"cookie-domain", "settings", nil, setFlag(func(s *check.Settings) { s.CookieDomain = "" })},
		{"cookie-domain", "settings", []edit{{fr, "    origin: https://donnees.exemple.fr", "    origin: https://donnees.exemple.opendata.test"}},
			setFlag(func(s *check.Settings) { s.Portals = []string{"https://donnees.exemple.opendata.test"} })},
		{"cookie-name", "settings", []edit{{fr, "`cookies_preferences`", "`choix`"}, {en, "`cookies_preferences`", "`choix`"}},
			setFlag(func(s *check.Settings) { s.CookieName = "choix" })},
		{"site-portal", "charter.md:8", nil, setFlag(func(s *check.Settings) { s.Portals = append(s.Portals, "https://cartes.exemple.fr") })},
		{"site-unreached", "charter.md:8", []edit{{fr, "legal_notice:", "  - name: Cartes\n    origin: https://cartes.autre.test\nlegal_notice:"}}, nil},
		{"cookie-shared", "settings", nil, func(s *site) { s.running = another("exemple.fr") }},
		{"cookie-shared", "settings", nil, func(s *site) { s.running = another("donnees.exemple.fr") }},
		{"cookie-parent", "settings", nil, setFlag(func(s *check.Settings) {
			s.Base, s.CookieDomain = host("https://cookies.donnees.exemple.fr"), "donnees.exemple.fr"
		})},
		{"setting-unused", "settings", nil, func(s *site) {
			s.unused = []message.Text{message.Of("%s is not a variable of Charte; the nearest is %s, of --%s", "CHARTE_RETENTON", "CHARTE_RETENTION", "retention")}
		}},
		{"setting-elsewhere", "settings", nil, func(s *site) {
			s.elsewhere = []message.Text{message.Of("%s: %s changes the service's settings, and a command cannot follow; write the setting into %s instead", "/etc/systemd/system/charte.service.d/a.conf:2", "Environment=CHARTE_SPOOL", "/etc/charte/charte.env")}
		}},
		{"handle-off", "settings", nil, setFlag(func(s *check.Settings) { s.Handle = false })},
		{"rate-off", "settings", nil, setFlag(func(s *check.Settings) { s.RateLimited = false })},
		{"proxy-undeclared", "settings", nil, setFlag(func(s *check.Settings) { s.Listen = ":8080" })},
		{"proxy-undeclared", "settings", nil, setFlag(func(s *check.Settings) { s.Listen = "10.0.0.5:8080" })},
		{"spool-anywhere", "settings", nil, setFlag(func(s *check.Settings) { s.SpoolAnywhere = true })},
		{"proxy-wide", "settings", nil, setFlag(func(s *check.Settings) { s.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")} })},
	}
}

// host parses an address.
func host(address string) portal.Base {
	base, err := portal.ParseBase(address)
	if err != nil {
		panic(err)
	}
	return base
}

// The built-in charter may be served at addresses of its own authority, and on
// loopback.
func TestTheBuiltInCharterIsAcceptedAtItsOwnAddresses(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]func(*site){
		"its own addresses": func(*site) {},
		"loopback": func(s *site) {
			s.settings.Base, s.settings.Portals = host("http://localhost:8080"), []string{"http://localhost:9", "https://donnees.exemple.fr"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := clean(t)
			s.shipped = true
			set(s)
			for _, f := range check.Run(s.input()).Findings {
				t.Errorf("%s: %s", f.Rule.ID, f.Problem)
			}
		})
	}
}

// another returns a service with a different charter, whose cookie is set for domain.
func another(domain string) *check.Running {
	return &check.Running{Address: "https://choix.exemple.fr", Cookie: "cookies_preferences", Domain: domain,
		Scope: consent.NewScope([]consent.Purpose{{ID: "video"}})}
}

// C-26: services with another cookie, other hosts or the same charter, and this
// service itself.
func TestServicesThatDoNotShareTheCookieAreAccepted(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*site, *check.Running){
		"another name":              func(_ *site, r *check.Running) { r.Cookie = "choix" },
		"another domain":            func(_ *site, r *check.Running) { r.Domain = "autre.test" },
		"a name that ends the same": func(_ *site, r *check.Running) { r.Domain = "monexemple.fr" },
		"an older version":          func(_ *site, r *check.Running) { r.Cookie, r.Domain = "cookies_preferences", "" },
		"this service":              func(s *site, r *check.Running) { r.Address = s.settings.Base.String() },
		"the same charter":          func(s *site, r *check.Running) { r.Scope = consent.NewScope(s.input().Charter.Purposes) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := clean(t)
			s.running = another("exemple.fr")
			change(s, s.running)
			for _, f := range check.Run(s.input()).Findings {
				t.Errorf("%s: %s", f.Rule.ID, f.Problem)
			}
		})
	}
}
