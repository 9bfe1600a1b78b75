package tests

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/publicsuffix"
)

// serviceOrigin is the public address of the service in these tests: a host with two
// parent domains that can have a cookie.
const serviceOrigin = "https://cookies.donnees.ville.example"

// published starts the program under serviceOrigin, which is also the portal, with a
// cookie domain. It returns the program and a transport that reaches it as a TLS proxy
// would. replace edits the charter as in edited.
func published(t *testing.T, registry, domain string, replace []string, args ...string) (*program, http.RoundTripper) {
	t.Helper()
	address := freeAddress(t)
	sites := []string{"  - name: Cartes de Port-Lanval\n    origin: https://cartes.exemple.fr\n", "", "https://donnees.exemple.fr", serviceOrigin}
	args = append([]string{"--listen", address, "--base-url", serviceOrigin, "--portal", serviceOrigin,
		"--cookie-domain", domain, "--content", edited(t, append(sites, replace...)...)}, args...)
	return launch(t, registry, args...), behindTLS(address)
}

// behindTLS sends https requests in plain HTTP to the given address.
type behindTLS string

func (b behindTLS) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Host, r.URL.Scheme, r.URL.Host = r.URL.Host, "http", string(b)
	return http.DefaultTransport.RoundTrip(r)
}

// browser returns a visitor whose cookies follow the rules for domains and suffixes.
func browser(t *testing.T) *visitor {
	t.Helper()
	jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t: t, client: &http.Client{Jar: jar}}
}

// moveTo sends the visitor's next requests to another program.
func (v *visitor) moveTo(p *program, transport http.RoundTripper) {
	v.program, v.client.Transport = p, transport
}

// choices returns the values of the choice's cookies that the browser sends to a host.
func (v *visitor) choices(origin string) (values []string) {
	at, _ := url.Parse(origin + "/")
	for _, c := range v.client.Jar.Cookies(at) {
		if c.Name == "cookies_preferences" {
			values = append(values, c.Value)
		}
	}
	return values
}

const (
	keptSaid    = "Choix enregistré."
	contradicts = "Votre navigateur envoie aussi un autre cookie nommé « cookies_preferences », qui contredit ce choix."
	notKept     = "Votre navigateur n’a pas gardé le cookie"
)

// B-09, C-16, C-20: after an edit of --cookie-domain, the next choice is the only one.
func TestChoiceAfterAnotherCookieDomainIsTheOnlyOne(t *testing.T) {
	t.Parallel()
	for name, domains := range map[string][2]string{
		"narrowed": {"ville.example", "donnees.ville.example"},
		"widened":  {"donnees.ville.example", "ville.example"},
		"removed":  {"ville.example", ""},
		"set":      {"", "ville.example"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			registry, v := sqliteFile(t), browser(t)
			before, transport := published(t, registry, domains[0], nil)
			v.moveTo(before, transport)
			v.open("/fr/").submit("accept")
			before.stop()
			after, transport := published(t, registry, domains[1], nil)
			v.moveTo(after, transport)
			if asks(v.open("/fr/choice")) {
				t.Error("the edit alone asks again")
			}
			if done := v.open("/fr/").submit("refuse"); !strings.Contains(words(done.doc), keptSaid) {
				t.Errorf("after the choice: %s", words(done.doc))
			}
			if asks(v.open("/fr/choice")) || len(v.choices(serviceOrigin)) != 1 {
				t.Errorf("the choice is asked again; the browser sends %q", v.choices(serviceOrigin))
			}
			for _, origin := range []string{"https://donnees.ville.example", "https://ville.example"} {
				if got := v.choices(origin); strings.Contains(strings.Join(got, " "), "audience%22%3Atrue") {
					t.Errorf("%s still reads the acceptance that was withdrawn: %q", origin, got)
				}
			}
		})
	}
}

// The service must not delete the cookie of another controller.
func TestCookieOfAnotherControllerIsLeftAndReported(t *testing.T) {
	t.Parallel()
	elsewhere, transport := published(t, sqliteFile(t), "ville.example", []string{"_ga; _ga_*", "_ga; _ga_*; _autre"})
	v := browser(t)
	v.moveTo(elsewhere, transport)
	v.open("/fr/").submit("accept")
	theirs := v.choices("https://ville.example")
	p, transport := published(t, sqliteFile(t), "", nil, "--admin", "localhost:0")
	v.moveTo(p, transport)
	if done := v.open("/fr/").submit("refuse"); !strings.Contains(words(done.doc), contradicts) || strings.Contains(words(done.doc), notKept) {
		t.Errorf("after the choice: %s", words(done.doc))
	}
	if got := v.choices("https://ville.example"); len(theirs) != 1 || len(got) != 1 || got[0] != theirs[0] {
		t.Errorf("the other choice was %q and is %q", theirs, got)
	}
	if s := v.open("/en/?done=refuse"); !strings.Contains(words(s.doc), "another cookie named “cookies_preferences”") {
		t.Errorf("in English: %s", words(s.doc))
	}
	v.open("/fr/choice")
	if _, body := ask(t, p.admin(t)+"/metrics"); !strings.Contains(body, "\ncharte_cookie_conflicts_total 1\n") {
		t.Error("the conflict is not counted")
	}
	if log := p.log.String(); strings.Contains(log, "scope%22") || strings.Contains(log, scopeIn(t, theirs[0])) {
		t.Errorf("the log contains a cookie value: %s", log)
	}
}

func TestBrowserWithoutCookiesGetsNoWarningOfAnotherCookie(t *testing.T) {
	t.Parallel()
	p, transport := published(t, sqliteFile(t), "ville.example", nil)
	v := &visitor{t: t, client: &http.Client{}}
	v.moveTo(p, transport)
	if done := v.open("/fr/").submit("refuse"); !strings.Contains(words(done.doc), notKept) || strings.Contains(words(done.doc), contradicts) {
		t.Errorf("after the choice: %s", words(done.doc))
	}
}

// C-13: the confirmation is opened again after the charter was extended.
func TestConfirmationOfAnOlderCharterReportsNoLostCookie(t *testing.T) {
	t.Parallel()
	_, next := choiceThenEdit(t, "_ga; _ga_*", "_ga; _ga_*; _gcl_au")
	out := words(next.open("/fr/?done=accept").doc)
	if strings.Contains(out, notKept) || strings.Contains(out, contradicts) || !strings.Contains(out, "comprend aussi : _gcl_au") {
		t.Error(out)
	}
}
