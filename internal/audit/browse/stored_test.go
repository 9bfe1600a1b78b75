package browse_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/browse"
)

// storing is a page that stores an item of every kind and sends a request of every kind
// to other hosts.
const storing = `<script>
document.cookie = 'par-la-page=secret; Max-Age=3600; SameSite=Strict; Secure';
localStorage.setItem('locale', 'secret');
sessionStorage.setItem('session', 'secret');
const opened = indexedDB.open('base');
onload = async () => {
  await new Promise((resolve) => { opened.onsuccess = resolve; if (opened.readyState === 'done') resolve(); });
  await caches.open('reserve');
  await cookieStore.set({ name: 'par-le-magasin', value: 'secret', expires: Date.now() + 7200e3 });
  navigator.sendBeacon('https://mesure.exemple.test/balise?visiteur=secret');
  await fetch('/fini');
};
</script>
<script src="https://mesure.exemple.test/outil.js"></script>
<img alt="" src="https://mesure.exemple.test/relais?visiteur=secret">
<iframe src="https://mesure.exemple.test/cadre"></iframe>
<a href="https://ailleurs.test/?visiteur=secret">Ailleurs</a>`

func TestWhatAPageStoresAndSendsIsReported(t *testing.T) {
	t.Parallel()
	portal, others := http.NewServeMux(), http.NewServeMux()
	portal.HandleFunc("/", page(storing))
	others.HandleFunc("/outil.js", file("text/javascript", `document.cookie = 'par-l-outil=secret; Domain=ville.test; Path=/; Secure'`))
	others.HandleFunc("/cadre", page(`<script>localStorage.setItem('du-cadre', 'secret'); document.cookie = 'du-cadre=secret; Secure; SameSite=None'</script>`))
	others.HandleFunc("/balise", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	others.HandleFunc("/relais", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "du-relais", Value: "secret", Path: "/pixel.gif", Secure: true, HttpOnly: true, SameSite: http.SameSiteNoneMode, MaxAge: 86400})
		http.Redirect(w, r, "/pixel.gif", http.StatusFound)
	})
	others.HandleFunc("/pixel.gif", file("image/gif", gif))
	options := optionsFor(t, hosts{portalHost: portal, trackerHost: others})
	options.States, options.Settle = []audit.State{audit.Undecided}, time.Second
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	v := seen.Visits[0]
	var got []string
	for _, c := range v.Cookies {
		attributes := fmt.Sprint(c.HostOnly, c.Secure, c.HTTPOnly, " ", c.SameSite, " ", time.Duration(c.Lifetime).Round(time.Minute), c.ThirdParty)
		got = append(got, fmt.Sprint(c.Name, " ", c.Domain, c.Path, " ", attributes, " ", c.SetBy, " ", c.Request))
	}
	for _, s := range v.Stored {
		got = append(got, fmt.Sprint(s.Kind, " ", s.Name, " ", s.Origin))
	}
	for _, r := range v.Requests {
		if r.Host != portalHost {
			got = append(got, fmt.Sprint(r.Type, " ", r.Address, " ", r.Pixel, " ", r.Cookies))
		}
	}
	for _, want := range []string{
		"par-la-page donnees.ville.test/ true true false Strict 1h0m0s false script https://donnees.ville.test/",
		"par-le-magasin donnees.ville.test/ true true false Strict 2h0m0s false script https://donnees.ville.test/",
		"par-l-outil ville.test/ false true false  0s false script https://mesure.exemple.test/outil.js",
		"du-cadre mesure.exemple.test/ true true false None 0s true script https://mesure.exemple.test/cadre",
		"du-relais mesure.exemple.test/pixel.gif true true true None 24h0m0s true header https://mesure.exemple.test/relais?visiteur=",
		"localStorage locale https://donnees.ville.test", "sessionStorage session https://donnees.ville.test",
		"indexedDB base https://donnees.ville.test", "cache reserve https://donnees.ville.test",
		"localStorage du-cadre https://mesure.exemple.test",
		"script https://mesure.exemple.test/outil.js false []", "document https://mesure.exemple.test/cadre false []",
		"image https://mesure.exemple.test/relais?visiteur= false []", "image https://mesure.exemple.test/pixel.gif true [du-relais]",
		"ping https://mesure.exemple.test/balise?visiteur= true [du-cadre]",
	} {
		i := slices.Index(got, want)
		if i < 0 {
			t.Errorf("missed: %s", want)
			continue
		}
		got = slices.Delete(got, i, i+1)
	}
	for _, line := range got {
		t.Errorf("invented: %s", line)
	}
	if text, err := json.Marshal(seen); err != nil || strings.Contains(string(text), "secret") {
		t.Errorf("a value was recorded: %s, %v", text, err)
	}
}
