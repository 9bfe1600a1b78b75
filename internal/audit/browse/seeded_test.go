package browse_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/browse"
)

// declared is the charter of the portal of the tests.
const declared = `---
platform: https://donnees.ville.test
controller:
  name: Ville d’essai
effective: 2026-09-01
sites:
  - name: Données ouvertes de la Ville d’essai
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
| Ville d’essai | Choix | ` + "`cookies_preferences`" + ` | Garder votre choix | 6 mois |
| Ville d’essai | Reçu | ` + "`__Host-charte-receipt`" + ` | Prouver votre consentement | 6 mois |

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

// platform is the portal's own script: it reads the choice and obeys it. What is
// declared runs once it is granted, and what can be put away is put away when not.
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

// town is a portal that is as its charter says, with more put into its pages.
func town(t *testing.T, more string) hosts {
	service, _ := charte(t, declared)
	portal := http.NewServeMux()
	for _, path := range []string{"/{$}", "/explore/{$}"} {
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

// findings runs the audit and the comparison, and tells each finding as a line.
func findings(t *testing.T, h hosts) (lines []string, report audit.Report) {
	t.Helper()
	options := look(t, h)
	options.Depth, options.Pages = 1, 2
	began := time.Now()
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range seen.Visits {
		if v.Fault != "" || len(v.Pages) != 2 {
			t.Errorf("%s: %q, %d pages", v.State, v.Fault, len(v.Pages))
		}
		for _, p := range v.Pages {
			t.Logf("%-9s %6.2f s %d %s %s", v.State, time.Duration(p.Wall).Seconds(), p.Status, p.Address, p.Fault)
			if p.Status != 200 || p.Fault != "" {
				t.Errorf("%s in %s: %d %q", p.Address, v.State, p.Status, p.Fault)
			}
		}
	}
	if !seen.Complete {
		t.Error("the look was cut short")
	}
	t.Logf("%d states in %s with %s", len(seen.Visits), time.Since(began).Round(time.Millisecond), seen.Browser)
	_, charters := charte(t, declared)
	if report, err = audit.Compare(charters, seen); err != nil {
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
	lines, report := findings(t, town(t, ""))
	for _, line := range lines {
		t.Error("invented: " + line)
	}
	for _, a := range report.Answers {
		if a.Verdict != audit.Nothing {
			t.Errorf("%s: %+v", a.State, a)
		}
	}
}
