package portal_test

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"testing"

	"charte/internal/portal"
)

// whatwgOrigin parses the origin of an address by the rules of the URL Standard:
// strip surrounding control characters and blanks, remove tabs and newlines, treat a
// backslash as a slash, everything before the last @ as a user name, and the rest up
// to a colon as the host. It does not use net/url, because it checks the code that
// does.
func whatwgOrigin(raw string) string {
	raw = strings.Trim(raw, "\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\v\f\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f ")
	raw = strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(raw)
	scheme, after, ok := strings.Cut(raw, ":")
	if !ok {
		return ""
	}
	authority := strings.TrimLeft(after, "/")
	if end := strings.IndexAny(authority, "/?#"); end >= 0 {
		authority = authority[:end]
	}
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		return "user name"
	}
	host := strings.NewReplacer("。", ".", "．", ".", "｡", ".").Replace(authority)
	return strings.ToLower(scheme) + "://" + strings.ToLower(host)
}

// For any input, the result is empty or a page of a configured origin according to
// two independent parsers, and safe in a header and an attribute.
func FuzzParse(f *testing.F) {
	for _, raw := range hostile {
		f.Add(raw)
	}
	f.Add("https://data.ville.example/d?q=1#x")
	f.Add("/fr/?return=%2f")
	allowed := append(list().Origins(), "https://cookies.ville.example")
	f.Fuzz(func(t *testing.T, raw string) {
		got := list().Parse(raw)
		if decoded := list().Decode(portal.Encode(raw)); decoded != got {
			t.Fatalf("%q is read as %q plain, and as %q encoded", raw, got.URL, decoded.URL)
		}
		if got.URL == "" {
			if got.Portal != "" {
				t.Fatalf("%q: a portal without an address", raw)
			}
			return
		}
		u, err := url.Parse(got.URL)
		if err != nil {
			t.Fatalf("%q became %q, which is no address: %v", raw, got.URL, err)
		}
		if origin := u.Scheme + "://" + u.Host; !slices.Contains(allowed, origin) || u.User != nil || u.Fragment != "" {
			t.Fatalf("%q became %q of %q", raw, got.URL, origin)
		}
		if origin := whatwgOrigin(got.URL); !slices.Contains(allowed, origin) {
			t.Fatalf("a browser reads %q (from %q) as of %q", got.URL, raw, origin)
		}
		if strings.ContainsFunc(got.URL, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"<>\\`", r) }) {
			t.Fatalf("%q became %q, which is not safe in a header or an attribute", raw, got.URL)
		}
		if again := list().Parse(got.URL); again != got {
			t.Fatalf("%q became %q, and that became %q", raw, got.URL, again.URL)
		}
		if got.Portal != "" && !strings.HasPrefix(got.URL, got.Portal+"/") {
			t.Fatalf("%q: %q is not a page of %q", raw, got.URL, got.Portal)
		}
	})
}

// Decode returns nothing, or what Parse returns for the address that was encoded.
func FuzzDecode(f *testing.F) {
	for _, raw := range append(hostile, "https://data.ville.example/d?q=1", "/fr/") {
		f.Add(portal.Encode(raw))
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, encoded string) {
		got := list().Decode(encoded)
		if got == (portal.Address{}) {
			return
		}
		raw, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
		if err != nil || strings.ContainsAny(encoded, "\r\n") || list().Parse(string(raw)) != got {
			t.Fatalf("%q became %q: %v", encoded, got.URL, err)
		}
		if list().Decode(portal.Encode(got.URL)) != got {
			t.Fatalf("%q does not survive a second time", got.URL)
		}
	})
}
