package browse_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/audittest"
	"charte/internal/audit/browse"
)

// declared is the charter of the tests' portal.
const declared = `---
platform: https://donnees.ville.test
controller:
  name: Port-Lanval Agglomération
effective: 2026-09-01
sites:
  - name: Données ouvertes de Port-Lanval
    origin: https://donnees.ville.test
purposes:
  - id: necessary
    exempt: true
  - id: statistics
  - id: third_party
---

# Charte cookies

## Nécessaires {#necessary short="Cookies nécessaires"}

| Nom du prestataire | Service et emplacement | Nom du cookie | Finalités | Durée |
|---|---|---|---|---|
| Opendatasoft | API | ` + "`csrftoken`" + ` | Protéger les formulaires | 12 mois |
| Port-Lanval Agglomération | Choix | ` + "`cookies_preferences`" + ` | Garder votre choix | 6 mois |
| Port-Lanval Agglomération | Reçu | ` + "`__Host-charte-receipt`" + ` | Prouver votre consentement | 6 mois |

## Mesurer les visites {#statistics short="Statistiques"}

Compter les visites.

| Nom du prestataire | Service et emplacement | Nom du cookie | Finalités | Durée |
|---|---|---|---|---|
| Matomo | Toutes les pages, donnees.ville.test | ` + "`_pk_id.*`" + ` | Distinguer les visiteurs | 13 mois |
| Matomo | Toutes les pages, cookie interne, SameSite=Lax | ` + "`_pk_ses.*`" + ` | Relier les pages d’une visite | 30 minutes |
| Matomo | Réglages, dans localStorage | ` + "`mesure:file`" + ` | Envoyer ce qui n’a pas pu l’être | permanente |

## Regarder les vidéos {#third_party short="Vidéos"}

Afficher des vidéos.

| Nom du prestataire | Service et emplacement | Nom du cookie | Finalités | Durée |
|---|---|---|---|---|
| Vidéos d’essai | Lecteur, video.lecteur.test | ` + "`LECTEUR_#`" + ` | Lire la vidéo | session |
`

// platform is the portal's own script. It runs the declared trackers once they are
// granted, and removes what it can when they are not.
const platform = `<script>
const found = document.cookie.split('; ').map((c) => c.split('=')).find(([name]) => name === 'cookies_preferences');
const choice = found ? JSON.parse(decodeURIComponent(found[1])) : {};
const later = (seconds) => '; Domain=ville.test; Path=/; Secure; SameSite=Lax; Max-Age=' + seconds;
if (choice.statistics) {
  document.cookie = '_pk_id.1.1fff=x' + later(34128000);
  document.cookie = '_pk_ses.1.1fff=x' + later(1800);
  localStorage.setItem('mesure:file', '[]');
} else {
  localStorage.removeItem('mesure:file');
}
if (choice.third_party) document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://video.lecteur.test/' }));
</script>`

// declaredPortal is a portal that matches its charter, with more added to its pages.
func declaredPortal(t *testing.T, more string) hosts {
	service, _ := charte(t, declared)
	portal := http.NewServeMux()
	for _, path := range []string{"GET /{$}", "GET /explore/{$}"} {
		portal.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "csrftoken", Value: "x", Path: "/", MaxAge: 31449600, SameSite: http.SameSiteLaxMode, Secure: true})
			page(kitFrame+`<a href="/explore/?q=chêne">Explorer</a>`+platform+more)(w, r)
		})
	}
	video := func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "LECTEUR_1", Value: "x", Path: "/", SameSite: http.SameSiteNoneMode, Secure: true})
		page("<p>Vidéo")(w, r)
	}
	return hosts{portalHost: portal, serviceHost: service, "video.lecteur.test": http.HandlerFunc(video)}
}

// zone has a portal on a platform, a tracker and another host of a third party.
var zone = audittest.Zone{
	portalHost: "ville.plateforme.test", "ville.plateforme.test": audittest.Address, serviceHost: audittest.Address,
	"stats.ville.test": "ville.eulerian.net", "ville.eulerian.net": "e1.nuage.test", "e1.nuage.test": audittest.Address,
	"images.ville.test": "i1.nuage.test", "i1.nuage.test": audittest.Address,
}

// findings runs an audit and compares it with the charter. Each line is a finding.
func findings(t *testing.T, text string, pages int, h hosts) (lines []string, report audit.Report) {
	t.Helper()
	_, declared := charte(t, text)
	options := optionsFor(t, h)
	options.Resolver = zone.Resolver(t)
	options.Depth, options.Pages, options.States = 1, pages, audit.StatesFor(declared.Purposes)
	began := time.Now()
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range seen.Visits {
		if len(v.Troubles) > 0 || len(v.Pages) != pages {
			t.Errorf("%s: %v, %d pages", v.State, v.Troubles, len(v.Pages))
		}
		for _, p := range v.Pages {
			t.Logf("%-9s %6.2f s %d %s %v", v.State, time.Duration(p.Wall).Seconds(), p.Status, p.Address, p.Troubles)
			if p.Status != 200 || len(p.Troubles) > 0 {
				t.Errorf("%s in %s: %d %v", p.Address, v.State, p.Status, p.Troubles)
			}
		}
	}
	if !seen.Complete {
		t.Error("the audit was cut short")
	}
	t.Logf("%d states in %s with %s", len(seen.Visits), time.Since(began).Round(time.Millisecond), seen.Browser)
	if report, err = audit.Compare(declared, seen); err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings {
		lines = append(lines, fmt.Sprintf("%s %s", f.Rule, strings.TrimSpace(f.Kind+" "+f.Name+" "+f.Host)))
	}
	slices.Sort(lines)
	return lines, report
}

func TestAPortalWithNothingWrongGivesAnEmptyReport(t *testing.T) { // H-02
	t.Parallel()
	lines, report := findings(t, declared, 1, declaredPortal(t, ""))
	for _, line := range lines {
		t.Error("invented: " + line)
	}
	for _, a := range report.Answers {
		if a.Verdict != audit.Nothing {
			t.Errorf("%s: %+v", a.State, a)
		}
	}
}

// wrong has one fault per rule of the comparison, each in one or two states.
const wrong = `<link rel="stylesheet" href="https://polices.exemple.test/police.css">
<img alt="" src="https://mesure.exemple.test/pixel.gif?visiteur=42">
<img alt="" src="/stat.gif">
<script async src="https://stats.ville.test/ea.js"></script>
<link rel="stylesheet" href="https://images.ville.test/images.css">
<script>
if (!found) {
  document.cookie = 'cookies_preferences=%7B%7D; Path=/; Secure; SameSite=Lax';
  document.cookie = '_pk_ses.9.1fff=x' + later(1800);
}
if (choice.statistics) {
  localStorage.setItem('panier', '[]');
  document.cookie = '_pk_ses.1.1fff=x; Domain=ville.test; Path=/; Secure; SameSite=None; Max-Age=1800';
  document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://lecteur.autre.test/' }));
} else if (choice.statistics === false) {
  const accepted = localStorage.getItem('panier');
  document.cookie = (accepted ? '_pk_ses.3.1fff' : '_pk_id.3.1fff') + '=x' + later(1800);
}
</script>`

func TestEachSeededFaultIsFoundInABrowserAndNoneIsInvented(t *testing.T) { // H-02, C-01, C-16, C-25
	t.Parallel()
	h := declaredPortal(t, wrong)
	portal := h[portalHost].(*http.ServeMux)
	portal.HandleFunc("/stat.gif", file("image/gif", gif))
	// The undeclared cookie is set only after a grant and removed with it: otherwise it
	// would break other rules too.
	portal.HandleFunc("GET donnees.ville.test/{$}", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "mystere", Path: "/explore/", MaxAge: -1})
		page(kitFrame+`<a href="/explore/?q=chêne">Explorer</a>`+platform+wrong)(w, r)
	})
	portal.HandleFunc("GET donnees.ville.test/explore/{$}", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "csrftoken", Value: "x", Path: "/", MaxAge: 34000000, SameSite: http.SameSiteLaxMode, Secure: true})
		choice, _ := r.Cookie("cookies_preferences")
		if choice != nil && strings.Contains(mustUnescape(t, choice.Value), `"statistics":true`) {
			http.SetCookie(w, &http.Cookie{Name: "mystere", Value: "x", Path: "/explore/", MaxAge: 3600})
		}
		page(kitFrame+platform+wrong)(w, r)
	})
	h[trackerHost] = file("image/gif", gif)
	h["stats.ville.test"] = file("text/javascript", "// mesure")
	h["images.ville.test"] = file("text/css", "p { margin: 0 }")
	h["polices.exemple.test"] = file("text/css", "p { color: black }"+strings.Repeat(" ", 200))
	h["lecteur.autre.test"] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "LECTEUR_2", Value: "x", Path: "/", SameSite: http.SameSiteNoneMode, Secure: true})
		page("<p>Autre vidéo")(w, r)
	})
	text := strings.Replace(declared, "| Port-Lanval Agglomération | Choix |", "| Port-Lanval Agglomération | API | `fantome` | Ne plus servir | 1 mois |\n| Port-Lanval Agglomération | Choix |", 1)
	got, report := findings(t, text, 2, h)
	want := []string{
		"attributes-differ cookie _pk_ses.* ville.test",
		"hidden-host request  images.ville.test",
		"hidden-tracker request  stats.ville.test",
		"kept-after-withdrawal cookie _pk_ses.* ville.test",
		"lifetime-longer cookie csrftoken donnees.ville.test",
		"not-seen cookie fantome",
		"other-host cookie LECTEUR_# lecteur.autre.test",
		"other-request request  polices.exemple.test",
		"own-pixel request  donnees.ville.test",
		"preferences-not-ours cookie cookies_preferences donnees.ville.test",
		"set-after-refusal cookie _pk_id.* ville.test",
		"set-before-choice cookie _pk_ses.* ville.test",
		"tracker-request request  mesure.exemple.test",
		"tracker-request request  stats.ville.test",
		"undeclared-cookie cookie mystere donnees.ville.test",
		"undeclared-storage localStorage panier donnees.ville.test",
	}
	right := 0
	for _, line := range got {
		if slices.Contains(want, line) {
			right++
		} else {
			t.Error("invented: " + line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Error("missed: " + line)
		}
	}
	t.Logf("%d faults: precision %.3f, recall %.3f", len(want), float64(right)/float64(len(got)), float64(right)/float64(len(want)))
	if report.Answers[0].Verdict != audit.Runs || report.Answers[1].Verdict != audit.Runs {
		t.Errorf("%+v", report.Answers)
	}
}

func mustUnescape(t *testing.T, value string) string {
	text, err := url.PathUnescape(value)
	if err != nil {
		t.Error(err)
	}
	return text
}
