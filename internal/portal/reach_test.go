package portal_test

import (
	"testing"

	"charte/internal/portal"
)

func TestReachIsDerivedFromNames(t *testing.T) { // B-04
	t.Parallel()
	for name, test := range map[string]struct {
		service, domain, portal    string
		same, encrypted, canBeRead bool
	}{
		"a sibling under the domain":      {"https://cookies.ville.example", "ville.example", "https://data.ville.example", true, true, true},
		"a sibling without a domain":      {"https://cookies.ville.example", "", "https://data.ville.example", true, true, false},
		"the service itself":              {"https://cookies.ville.example", "", "https://cookies.ville.example", true, true, true},
		"another site":                    {"https://cookies.ville.example", "ville.example", "https://data.autre.example", false, true, false},
		"a name that only ends alike":     {"https://cookies.ville.example", "ville.example", "https://data.mauville.example", false, true, false},
		"a portal without encryption":     {"https://cookies.ville.example", "ville.example", "http://data.ville.example", false, false, true},
		"sites of one public suffix":      {"https://a.gouv.fr", "", "https://b.gouv.fr", false, true, false},
		"addresses that end alike":        {"https://192.168.0.1", "", "https://10.0.0.1", false, true, false},
		"both on this machine":            {"http://localhost:8080", "", "http://localhost:9", true, true, true},
		"an origin that cannot be parsed": {"https://cookies.ville.example", "ville.example", "https://[", false, false, false},
	} {
		service, err := portal.ParseBase(test.service)
		if err != nil {
			t.Fatal(err)
		}
		got := portal.Judge(service, test.domain, test.portal)
		want := portal.Reach{Portal: test.portal, SameSite: test.same, Encrypted: test.encrypted, Readable: test.canBeRead}
		if got != want || got.Works() != (test.same && test.encrypted && test.canBeRead) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestASiteIsWhatCookiesAreSharedWithin(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"data.exemple.fr": "exemple.fr", "exemple.fr": "exemple.fr", "a.b.exemple.co.uk": "exemple.co.uk",
		"localhost": "localhost", "127.0.0.1": "127.0.0.1", "::1": "::1", "ville.github.io": "ville.github.io",
	} {
		if got := portal.Site(host); got != want {
			t.Errorf("the site of %s is %s, want %s", host, got, want)
		}
	}
}
