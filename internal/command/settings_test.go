package command

import (
	"strings"
	"testing"
)

// A cookie with a domain that browsers refuse would lose the choice without an error.
func TestACookieDomainIsOneThatBrowsersAccept(t *testing.T) { // B-01
	t.Parallel()
	for _, test := range []struct{ text, host, want, err string }{
		{"", "cookies.ville.fr", "", ""},
		{"ville.fr", "cookies.ville.fr", "ville.fr", ""},
		{".Ville.FR.", "cookies.ville.fr", "ville.fr", ""},
		{"data.ville.fr", "cookies.data.ville.fr", "data.ville.fr", ""},
		{"xn--mairie-vron-fbb.fr", "cookies.xn--mairie-vron-fbb.fr", "xn--mairie-vron-fbb.fr", ""},
		{"ville.intra", "cookies.ville.intra", "ville.intra", ""},
		{"localhost", "cookies.localhost", "localhost", ""},
		{".", "cookies.ville.fr", "", "must be a parent"},
		{"..ville.fr", "cookies.ville.fr", "", "must be a parent"},
		{"ville.fr..", "cookies.ville.fr", "", "must be a parent"},
		{"autre.fr", "cookies.ville.fr", "", "must be a parent"},
		{"mairie-évron.fr", "cookies.xn--mairie-vron-fbb.fr", "", "ASCII"},
		{"2.1", "192.0.2.1", "", "IP address 192.0.2.1"},
		{"192.0.2.1", "192.0.2.1", "", "IP address"},
		{"1", "2001:db8::1", "", "IP address"},
		{"FR", "cookies.ville.fr", "", "public suffix"},
		{"gouv.fr", "cookies.gouv.fr", "", "public suffix"},
		{"github.io", "ville.github.io", "", "public suffix"},
		{"s3.amazonaws.com", "ville.s3.amazonaws.com", "", "public suffix"},
		{"amazonaws.com", "ville.s3.amazonaws.com", "", "public suffix"},
		{"kawasaki.jp", "a.b.kawasaki.jp", "", "public suffix"},
	} {
		got, err := cookieDomain(test.text, test.host)
		if got != test.want || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("--cookie-domain %q at %s: %q, %v; want %q, %q", test.text, test.host, got, err, test.want, test.err)
		}
	}
}
