package browse_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/browse"
)

// cookieNames returns the names of a visit's cookies, each with whether its state was
// reached when the cookie was set.
func cookieNames(v audit.Visit) (names []string) {
	for _, c := range v.Cookies {
		when := " before"
		if c.AfterChoice {
			when = " after"
		}
		names = append(names, c.Name+when)
	}
	slices.Sort(names)
	return names
}

func TestTheServiceIsFoundThroughEachKit(t *testing.T) {
	t.Parallel()
	for name, kit := range map[string]struct {
		code  string
		state audit.State
		want  []string
	}{
		"the script of kit 2": {kitScript, audit.Refused, []string{"cookies_preferences after"}},
		"the link of kit 3":   {kitLink, audit.Withdrawn, []string{"__Host-charte-receipt before", "cookies_preferences before"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service, _ := charte(t, declared)
			options := optionsFor(t, hosts{portalHost: page(kit.code), serviceHost: service})
			options.States = []audit.State{kit.state}
			seen, err := browse.Run(t.Context(), options, nil)
			if err != nil {
				t.Fatal(err)
			}
			v := seen.Visits[0]
			if got := cookieNames(v); len(v.Troubles) > 0 || !slices.Equal(got, kit.want) {
				t.Errorf("%v, cookies %q, want %q", v.Troubles, got, kit.want)
			}
		})
	}
}

// Below a path of the portal's own host, the service is found by the address of the form.
func TestTheServiceIsFoundBelowAPath(t *testing.T) {
	t.Parallel()
	service, _ := charteAt(t, declared, "https://"+portalHost+"/charte")
	links := `<a href="/a/">A</a><a href="/a/b/">B</a><a href="https://` + portalHost + `/charte/#choices">Gérer mes cookies</a>`
	mux := http.NewServeMux()
	mux.Handle("/charte/", service)
	mux.Handle("/", page(links))
	options := optionsFor(t, hosts{portalHost: mux})
	options.States = []audit.State{audit.Withdrawn}
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	v, want := seen.Visits[0], []string{"__Secure-charte-receipt before", "cookies_preferences before"}
	if got := cookieNames(v); len(v.Troubles) > 0 || !slices.Equal(got, want) {
		t.Errorf("%v, cookies %q, want %q", v.Troubles, got, want)
	}
}

func TestAPortalWithoutABannerIsReported(t *testing.T) {
	t.Parallel()
	options := optionsFor(t, hosts{portalHost: page(`<a href="/x">Rien</a>`)})
	options.States = []audit.State{audit.Undecided, audit.Refused}
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(seen.Visits[0].Troubles) > 0 || len(seen.Visits[0].Pages) != 1 {
		t.Errorf("undecided: %+v", seen.Visits[0])
	}
	if v := seen.Visits[1]; !has(v.Troubles, audit.Trouble{ID: audit.NoBanner}) || len(v.Pages) > 0 || !seen.Complete {
		t.Errorf("refused: %+v, complete %t", v, seen.Complete)
	}
}

// elsewhere is a portal with the consent tool of another vendor, which loads late and in
// a frame of another origin.
const elsewhere = `<script>
const decide = (to) => { document.cookie = 'autre=' + to + '; Path=/; Secure; Max-Age=3600'; if (to === 'non') document.cookie = 'mesure=; Path=/; Max-Age=0'; show() };
const show = () => { document.body.dataset.choice = document.cookie; if (document.cookie.includes('autre=oui')) document.cookie = 'mesure=x; Path=/; Secure' };
addEventListener('message', (e) => decide(e.data));
show();
setTimeout(() => document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://bandeau.autre.test/' })), 300);
</script>`

func TestAnotherConsentToolIsUsedThroughItsControls(t *testing.T) {
	t.Parallel()
	banner := page(`<button id="reglages" onclick="boutons.hidden = false">Régler</button>
<div id="boutons" hidden><button id="oui" onclick="parent.postMessage('oui', '*')">Oui</button><button id="non" onclick="parent.postMessage('non', '*')">Non</button></div>`)
	options := optionsFor(t, hosts{portalHost: page(elsewhere), "bandeau.autre.test": banner})
	options.Settle = time.Second // a message goes from frame to page, and no request marks the moment
	options.Other = browse.Controls{Accept: []string{"#reglages", "#boutons:not([hidden]) #oui"}, Refuse: []string{"#non"}, Withdraw: []string{"#absent"}}
	options.States = []audit.State{audit.Accepted, audit.Refused, audit.Withdrawn}
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]string{{"autre after", "mesure after"}, {"autre after"}, {"autre before", "mesure before"}} {
		if got := cookieNames(seen.Visits[i]); !slices.Equal(got, want) {
			t.Errorf("%s: cookies %q, want %q", seen.Visits[i].State, got, want)
		}
	}
	first, second, third := seen.Visits[0].Troubles, seen.Visits[1].Troubles, seen.Visits[2].Troubles
	if len(first)+len(second) > 0 || !slices.Equal(third, []audit.Trouble{{ID: audit.NoMatch, Detail: "#absent"}}) {
		t.Errorf("%v %v %v", first, second, third)
	}
}

func TestAMissingBrowserIsReportedWithThePackageToInstall(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := browse.Run(t.Context(), browse.Options{Addresses: []string{"https://" + portalHost + "/"}, Browser: "/absent/chromium", Client: http.DefaultClient}, nil)
	if err == nil || !strings.Contains(err.Error(), "apt-get install chromium") || !strings.Contains(err.Error(), "/absent/chromium") {
		t.Error(err)
	}
}
