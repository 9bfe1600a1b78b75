package portal_test

import (
	"strings"
	"testing"

	"charte/internal/portal"
)

func list() portal.List { return listAt("https://cookies.ville.example") }

// listAt returns the list of a service at an address. It panics if that is wrong.
func listAt(address string) portal.List {
	base, err := portal.ParseBase(address)
	if err != nil {
		panic(err)
	}
	return portal.NewList(base, []string{"https://data.ville.example", "http://localhost:9000", "https://[2001:db8::1]:8443"})
}

// C-15, X-01: a visitor returns to the portal's page from which they came.
func TestParseReturnsThePageThatTheVisitorCameFrom(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ raw, url, portal string }{
		"a page":                      {"https://data.ville.example/explore/", "https://data.ville.example/explore/", "https://data.ville.example"},
		"its query, byte for byte":    {"https://data.ville.example/d?q=a+b%20c&r=1&r=2&x", "https://data.ville.example/d?q=a+b%20c&r=1&r=2&x", "https://data.ville.example"},
		"without its fragment":        {"https://data.ville.example/d#part", "https://data.ville.example/d", "https://data.ville.example"},
		"the origin alone":            {"https://data.ville.example", "https://data.ville.example/", "https://data.ville.example"},
		"too long, without its query": {"https://data.ville.example/d?q=" + strings.Repeat("a", 2048), "https://data.ville.example/d", "https://data.ville.example"},
		"too long once it is escaped": {"https://data.ville.example/d?q=" + strings.Repeat("é", 700), "https://data.ville.example/d", "https://data.ville.example"},
		"too long by its fragment":    {"https://data.ville.example/d?q=1#" + strings.Repeat("a", 2048), "https://data.ville.example/d?q=1", "https://data.ville.example"},
		"exactly the longest query":   {"https://data.ville.example/d?" + strings.Repeat("a", 2048-29), "https://data.ville.example/d?" + strings.Repeat("a", 2048-29), "https://data.ville.example"},
		"one byte too long":           {"https://data.ville.example/d?" + strings.Repeat("a", 2049-29), "https://data.ville.example/d", "https://data.ville.example"},
		"a path with escapes":         {"https://data.ville.example/a%2Fb%20c", "https://data.ville.example/a%2Fb%20c", "https://data.ville.example"},
		"accents, made ASCII":         {"https://data.ville.example/é?q=é", "https://data.ville.example/%C3%A9?q=%C3%A9", "https://data.ville.example"},
		"the default port, left out":  {"https://data.ville.example:443/", "https://data.ville.example/", "https://data.ville.example"},
		"upper case, as browsers do":  {"HTTPS://DATA.Ville.Example/A", "https://data.ville.example/A", "https://data.ville.example"},
		"a port that is configured":   {"http://localhost:9000/x", "http://localhost:9000/x", "http://localhost:9000"},
		"IPv6":                        {"https://[2001:DB8:0::1]:8443/x", "https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443"},
		"a path of our own":           {"/fr/", "https://cookies.ville.example/fr/", ""},
		"a path with another address": {"/fr/?return=https://evil.example", "https://cookies.ville.example/fr/?return=https://evil.example", ""},
		"an encoded slash in a path":  {"/%2f%2fevil.example", "https://cookies.ville.example/%2f%2fevil.example", ""},
		"double slashes after a host": {"https://data.ville.example//evil.example", "https://data.ville.example//evil.example", "https://data.ville.example"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := list().Parse(test.raw)
			if got.URL != test.url || got.Portal != test.portal {
				t.Errorf("Parse(%q) = %q of %q, want %q of %q", test.raw, got.URL, got.Portal, test.url, test.portal)
			}
			if decoded := list().Decode(portal.Encode(test.raw)); decoded != got {
				t.Errorf("Decode returns %q of %q, Parse %q of %q", decoded.URL, decoded.Portal, got.URL, got.Portal)
			}
		})
	}
}

// hostile are addresses that some browser or library reads as another site, or that
// are not pages.
var hostile = []string{
	"//evil.example", "///evil.example", "////evil.example", `/\evil.example`, `\\evil.example`, `\/evil.example`, `/\/evil.example`,
	"/\t/evil.example", "/\n/evil.example", "/\r\n/evil.example", "\t//evil.example", " //evil.example", "/ /evil.example", "\x00//evil.example",
	"https:evil.example", "https:/evil.example", "https:///evil.example", "https:data.ville.example", "https:/data.ville.example", "https:///data.ville.example",
	`https:\\data.ville.example`, `https:/\data.ville.example`, `https://data.ville.example\@evil.example`, `https://evil.example\@data.ville.example`,
	"https://data.ville.example@evil.example", "https://data.ville.example:443@evil.example", "https://user@data.ville.example", "https://:pass@data.ville.example", "https://@data.ville.example",
	"https://data.ville.example.evil.example", "https://evildata.ville.example", "https://data.ville.example.", "https://ville.example", "https://x.data.ville.example",
	"https://data.ville.example:8443", "https://data.ville.example:", "https://data.ville.example:0443", "https://data.ville.example:443443", "https://data.ville.example:abc", "https://data.ville.example:-1",
	"http://data.ville.example", "ftp://data.ville.example", "ws://data.ville.example", "blob:https://data.ville.example/x", "filesystem:https://data.ville.example/x", "view-source:https://data.ville.example",
	"javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", "javascript://data.ville.example/%0aalert(1)", "data:text/html,x", "vbscript:x", "about:blank", "mailto:a@b.example",
	"https://data。ville。example", "https://data.ville.exampl\u0435", "https://dat\u0430.ville.example", "https://data%2eville.example", "https://data.ville.example%2f@evil.example", "https://data.ville.example%00.evil.example", "https://data.ville.example%09", "https://data.ville.example\u2028/", "https://data.ville.example/\u2029", "https://data.ville.example/\u0085",
	"https://data.ville.example/\r\nSet-Cookie: a=b", "https://data.ville.example/a b", "https://data.ville.example/\x7f", "https://data.ville.example/%zz", "https://data.ville.example\t/", "\ufeffhttps://data.ville.example/",
	"https://[::1]", "https://[2001:db8::2]:8443", "https://[2001:db8::1]", "https://[2001:db8::1%25eth0]:8443", "https://[::ffff:127.0.0.1]", "https://127.0.0.1", "https://2130706433", "https://0x7f.1", "https://[data.ville.example]",
	"http://localhost", "http://localhost:9001", "https://localhost:9000", "http://localhost:9000@evil.example", "http://127.0.0.1:9000",
	"data.ville.example", "evil.example", "fr/", "./fr/", "../", "?return=x", "#x", "", "null", "*", "https://", "://data.ville.example", "https://*.ville.example",
	"https://data.ville.example/\xff", "\xff", "https://data.ville.example/" + strings.Repeat("a", 8<<10), "https://data.ville.example/" + strings.Repeat("é", 700),
}

func TestParseRejectsHostileAddresses(t *testing.T) {
	t.Parallel()
	if len(hostile) < 60 {
		t.Fatalf("only %d hostile addresses", len(hostile))
	}
	for _, raw := range hostile {
		if got := list().Parse(raw); got != (portal.Address{}) {
			t.Errorf("Parse(%.80q) = %q of %q, want nothing", raw, got.URL, got.Portal)
		}
		if got := list().Decode(portal.Encode(raw)); got != (portal.Address{}) {
			t.Errorf("Decode of %.80q = %q of %q, want nothing", raw, got.URL, got.Portal)
		}
	}
}

func TestDecodeRejectsWhatEncodeDoesNotWrite(t *testing.T) {
	t.Parallel()
	good := portal.Encode("https://data.ville.example/?a")
	if list().Decode(good).URL != "https://data.ville.example/?a" {
		t.Fatalf("%q is rejected", good)
	}
	for _, encoded := range []string{
		"", good + "=", good + "\n", good[:9] + "\r\n" + good[9:], good + "A", " " + good, good[:len(good)-1] + "F", strings.ToUpper(good), "https://data.ville.example/", "%", "é",
		portal.Encode(good), "aHR0cHM6Ly9kYXRhLnZpbGxlLmV4YW1wbGUvPz8/", "aHR0cHM6Ly9kYXRhLnZpbGxlLmV4YW1wbGUvPn4+",
	} {
		if got := list().Decode(encoded); got != (portal.Address{}) {
			t.Errorf("Decode(%q) = %q", encoded, got.URL)
		}
	}
}

func TestParseOriginErrorsNameProblemAndFix(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"data.ville.example":             `"data.ville.example" is not an origin: write it as https://host`,
		"https://data.ville.example/a":   `"https://data.ville.example/a" has a path, a query or a fragment: write the origin alone, https://data.ville.example`,
		"https://data.ville.example?a":   `"https://data.ville.example?a" has a path, a query or a fragment: write the origin alone, https://data.ville.example`,
		"http://data.ville.example":      `"http://data.ville.example" is not https: plain http is accepted on a loopback host only`,
		"https://données.example":        `"https://données.example" is not an origin that browsers send: write its host in ASCII, which begins with xn--`,
		"https://*.ville.example":        `"https://*.ville.example" is not an origin: write it as https://host`,
		"https://a:b@data.ville.example": `"https://a:b@data.ville.example" is not an origin: write it as https://host`,
		"https://192.0.2":                `"https://192.0.2" is not an origin: write it as https://host`,
		"https://192.0.2.01":             `"https://192.0.2.01" is not an origin: write it as https://host`,
		"https://3221225985":             `"https://3221225985" is not an origin: write it as https://host`,
		"https://ville.0x7f":             `"https://ville.0x7f" is not an origin: write it as https://host`,
		"https://data.ville.example.":    `"https://data.ville.example." is not an origin: write it as https://host`,
		"https://%zz":                    `"https://%zz" is not an address: write it as https://host`,
	} {
		_, err := portal.ParseOrigin(text)
		if err == nil || err.Error() != want {
			t.Errorf("ParseOrigin(%q): %v\nwant %s", text, err, want)
		}
	}
	for text, want := range map[string]string{
		"https://Data.Ville.Example/": "https://data.ville.example",
		"http://localhost:8080":       "http://localhost:8080",
		"http://127.0.0.1:80":         "http://127.0.0.1",
		"http://[::1]:8080":           "http://[::1]:8080",
		"https://192.0.2.1":           "https://192.0.2.1",
		"https://1.ville.example":     "https://1.ville.example",
		"http://a.localhost:1":        "http://a.localhost:1",
	} {
		if got, err := portal.ParseOrigin(text); err != nil || got != want {
			t.Errorf("ParseOrigin(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
}
