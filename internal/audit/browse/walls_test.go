package browse_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/browse"
)

// pageWithStatus serves a page with a status.
func pageWithStatus(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		fmt.Fprint(w, "<!DOCTYPE html><title>Portail</title><h1>Portail</h1>", prose)
	}
}

// shortPage serves HTML without the prose of a portal's page.
func shortPage(body string) http.HandlerFunc { return file("text/html; charset=utf-8", body) }

// walls are responses that can replace the portal's page, each with its trouble; the
// last ones are pages of the portal.
var walls = map[string]struct {
	answer http.HandlerFunc
	want   audit.Trouble
}{
	"401":            {pageWithStatus(401), audit.Trouble{ID: audit.Status, Detail: "401"}},
	"403":            {pageWithStatus(403), audit.Trouble{ID: audit.Status, Detail: "403"}},
	"404":            {pageWithStatus(404), audit.Trouble{ID: audit.Status, Detail: "404"}},
	"429":            {pageWithStatus(429), audit.Trouble{ID: audit.Status, Detail: "429"}},
	"500":            {pageWithStatus(500), audit.Trouble{ID: audit.Status, Detail: "500"}},
	"503":            {pageWithStatus(503), audit.Trouble{ID: audit.Status, Detail: "503"}},
	"blank":          {shortPage(`<!DOCTYPE html><title>Portail</title><div id="app"></div><a href="/x"></a>`), audit.Trouble{ID: audit.Blank}},
	"hidden":         {page(`<style>body { opacity: 0 }</style>`), audit.Trouble{ID: audit.Blank}},
	"challenge":      {shortPage(`<!DOCTYPE html><title>Just a moment...</title><p>Checking your browser before you reach the portal. This takes a few seconds; please enable JavaScript and cookies to continue.<script>setTimeout(() => {}, 1e6)</script>`), audit.Trouble{ID: audit.Wall}},
	"maintenance":    {page(`<p>Le site est en maintenance.`), audit.Trouble{ID: audit.Wall}},
	"almost nothing": {shortPage(`<!DOCTYPE html><p>Non.`), audit.Trouble{ID: audit.Wall, Detail: " | Non."}},
	"own agent": {func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.UserAgent(), "charte-audit") {
			pageWithStatus(403)(w, r)
			return
		}
		page("")(w, r)
	}, audit.Trouble{ID: audit.Status, Detail: "403"}},
	"own agent, with 200": {func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.UserAgent(), "charte-audit") {
			page("<p>Accès refusé.")(w, r)
			return
		}
		page("")(w, r)
	}, audit.Trouble{ID: audit.Wall}},
	"login":           {http.RedirectHandler("/connexion/?suite=42", http.StatusFound).ServeHTTP, audit.Trouble{ID: audit.Login, Detail: "https://" + portalHost + "/connexion/?suite="}},
	"login by script": {page(`<script>location.replace('/connexion/')</script>`), audit.Trouble{ID: audit.Login}},
	"login elsewhere": {http.RedirectHandler("https://sso.ville.test/", http.StatusFound).ServeHTTP, audit.Trouble{ID: audit.Login, Detail: "https://sso.ville.test/"}},
	"login in place":  {page(`<form><input type="password" aria-label="Mot de passe"></form>`), audit.Trouble{ID: audit.Login}},
	"another host":    {http.RedirectHandler("https://www.ville.test/", http.StatusFound).ServeHTTP, audit.Trouble{ID: audit.Elsewhere}},
	"JSON":            {file("application/json", `{"portail": true}`), audit.Trouble{ID: audit.NotHTML, Detail: "application/json"}},
	"PDF":             {file("application/pdf", "%PDF-1.4\n%%EOF"), audit.Trouble{}}, // a download or shown, depending on the build of the browser
	"a page behind a challenge that is passed": {func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery == "" {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(503)
			io.WriteString(w, `<!DOCTYPE html><title>Just a moment...</title><script>location.replace('?passe')</script>`)
			return
		}
		page("")(w, r)
	}, audit.Trouble{ID: "seen"}},
	"a short page":                  {page(""), audit.Trouble{ID: "seen"}},
	"a page that mentions a login":  {page(`<a href="/connexion/">Connexion</a><form hidden><input type="password"></form>`), audit.Trouble{ID: "seen"}},
	"text in a component":           {shortPage(`<!DOCTYPE html><x-a></x-a><script>document.querySelector('x-a').attachShadow({ mode: 'open' }).innerHTML = '` + prose + `'</script>`), audit.Trouble{ID: "seen"}},
	"a login page that was named":   {page(`<p>Vous pouvez aussi continuer sans compte.`), audit.Trouble{ID: "seen"}},
	"a page with planned works":     {page(strings.Repeat(prose, 10) + `<p>Dimanche, le portail sera en maintenance.`), audit.Trouble{ID: "seen"}},
	"a page that opens dialogs too": {page(`<script>alert('Bonjour')</script>`), audit.Trouble{ID: "seen"}},
}

func TestAWallIsNotTakenForThePortal(t *testing.T) {
	t.Parallel()
	portal := http.NewServeMux()
	portal.HandleFunc("/connexion/", page("<p>Connectez-vous."))
	options := optionsFor(t, hosts{portalHost: portal, "sso.ville.test": page(""), "www.ville.test": page("")})
	options.States, options.Addresses, options.Pages = []audit.State{audit.Undecided}, nil, 100
	var names []string
	for name, wall := range walls {
		path := "/" + strings.NewReplacer(" ", "-", "login", "l", ",", "").Replace(name)
		if name == "a login page that was named" {
			path = "/auth"
		}
		portal.HandleFunc(path, wall.answer)
		names = append(names, name)
		options.Addresses = append(options.Addresses, "https://"+portalHost+path)
	}
	pages := pagesOf(t, options)
	if pages == nil {
		return
	}
	for i, name := range names {
		switch p, want := pages[i], walls[name].want; {
		case want.ID == "seen" && (!p.Seen() || p.Text == 0):
			t.Errorf("%s is not seen: %+v", name, p)
		case want.ID != "seen" && p.Seen():
			t.Errorf("%s is seen as the portal: %+v", name, p)
		case want.ID != "seen" && want.ID != "" && !has(p.Troubles, want):
			t.Errorf("%s: %v, want %v", name, p.Troubles, want)
		}
	}
}

func TestAStateIsNotReachedThroughABrokenService(t *testing.T) {
	t.Parallel()
	service, _ := charte(t, declared)
	broken := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/charter.json" {
			service.ServeHTTP(w, r)
			return
		}
		pageWithStatus(503)(w, r)
	})
	options := optionsFor(t, hosts{portalHost: page(kitFrame), serviceHost: broken})
	options.States = []audit.State{audit.Undecided, audit.Refused}
	options.Sitemap = "https://" + portalHost + "/absent.xml"
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	if v := seen.Visits[1]; !has(v.Troubles, audit.Trouble{ID: audit.ChoicePage}) || !has(v.Troubles, audit.Trouble{ID: audit.Status, Detail: "503"}) {
		t.Errorf("%v", v.Troubles)
	}
	pages := seen.Visits[0].Pages
	if last := pages[len(pages)-1]; !has(last.Troubles, audit.Trouble{ID: audit.NoSitemap}) {
		t.Errorf("a missing sitemap is not reported: %+v", pages)
	}
}

// late are trackers that start after the page has loaded, each for another reason.
var late = map[string]string{
	"timer":        `setTimeout(track, 1500)`,
	"scroll":       `document.body.style.height = '5000px'; addEventListener('scroll', track)`,
	"pointer":      `addEventListener('mousemove', track)`,
	"key":          `addEventListener('keydown', track)`,
	"visibility":   `const end = document.body.appendChild(document.createElement('p')); end.style.marginTop = '4000px'; new IntersectionObserver((all) => all.some((e) => e.isIntersecting) && track()).observe(end)`,
	"inner scroll": `const box = document.body.appendChild(document.createElement('div')); box.style = 'height:200px;overflow:auto'; box.innerHTML = '<p style="height:3000px">'; box.onscroll = track`,
	"both":         `setTimeout(() => addEventListener('mousemove', track), 1000)`,
	"focus":        `document.body.insertAdjacentHTML('afterbegin', '<a href="#a">a</a>'); addEventListener('focusin', track)`,
}

func TestATrackerThatStartsLateIsSeen(t *testing.T) {
	t.Parallel()
	portal := http.NewServeMux()
	options := optionsFor(t, hosts{portalHost: portal, trackerHost: file("image/gif", gif)})
	options.States, options.Addresses, options.Settle = []audit.State{audit.Undecided}, nil, 2*time.Second
	var names []string
	for name, script := range late {
		name = strings.ReplaceAll(name, " ", "-")
		names = append(names, name)
		options.Addresses = append(options.Addresses, "https://"+portalHost+"/"+name)
		portal.HandleFunc("/"+name, page(`<script>let done; const track = () => { if (done) return; done = true;
document.cookie = '`+name+`=x; Secure'; new Image().src = 'https://`+trackerHost+`/`+name+`.gif' }; `+script+`</script>`))
	}
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	v := seen.Visits[0]
	got := fmt.Sprint(v.Cookies, v.Requests)
	for i, name := range names {
		if strings.Count(got, name+".gif") == 0 || !strings.Contains(fmt.Sprint(cookieNames(v)), name+" after") {
			t.Errorf("%s was missed", name)
		}
		if p := v.Pages[i]; !p.Seen() || len(p.Gestures) != 3 {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// transient sets an item of every kind and removes it within the page, and sets cookies
// that browsers refuse.
const transient = `<script>
localStorage.setItem('locale', '1'); localStorage.removeItem('locale');
sessionStorage.session = '1'; delete sessionStorage.session;
document.cookie = 'script=secret; Path=/; Max-Age=3600; Secure; SameSite=Strict'; document.cookie = 'script=; Path=/; Max-Age=0';
document.cookie = 'refuse=secret; Domain=autre.test'; document.cookie = 'jamais=; Max-Age=0';
const opened = indexedDB.open('base'); opened.onsuccess = () => { opened.result.close(); indexedDB.deleteDatabase('base') };
caches.open('reserve').then(() => caches.delete('reserve'));
cookieStore.set('magasin', 'secret').then(() => cookieStore.delete('magasin'));
fetch('/pose').then(() => fetch('/ote'));
</script>`

func TestWhatIsSetAndRemovedWithinAPageIsReported(t *testing.T) {
	t.Parallel()
	portal := http.NewServeMux()
	portal.HandleFunc("/", page(transient))
	portal.HandleFunc("/pose", func(w http.ResponseWriter, _ *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "reponse", Value: "secret", Domain: "ville.test", Path: "/", MaxAge: 60, HttpOnly: true})
	})
	portal.HandleFunc("/ote", func(w http.ResponseWriter, _ *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "reponse", Domain: "ville.test", Path: "/", MaxAge: -1})
	})
	options := optionsFor(t, hosts{portalHost: portal})
	options.States, options.Settle = []audit.State{audit.Undecided}, time.Second
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	v := seen.Visits[0]
	var got []string
	for _, c := range v.Cookies {
		got = append(got, fmt.Sprintf("cookie %s %s %s %t %t %s %s", c.Name, c.Domain, c.SetBy, c.HostOnly, c.HTTPOnly, c.SameSite, time.Duration(c.Lifetime)))
	}
	for _, s := range v.Stored {
		got = append(got, s.Kind+" "+s.Name+" "+s.Origin)
	}
	want := map[string]bool{
		"cookie script donnees.ville.test script true false Strict 1h0m0s": true, "cookie magasin donnees.ville.test script true false Strict 0s": true,
		"cookie reponse ville.test header false true  1m0s": true,
		"localStorage locale https://" + portalHost:         true, "sessionStorage session https://" + portalHost: true,
		"indexedDB base https://" + portalHost: true, "cache reserve https://" + portalHost: true,
	}
	for _, line := range got {
		if !want[line] {
			t.Errorf("invented: %s", line)
		}
		delete(want, line)
	}
	for line := range want {
		t.Errorf("missed: %s", line)
	}
	if strings.Contains(fmt.Sprintf("%+v", seen), "secret") {
		t.Error("a value was recorded")
	}
}
