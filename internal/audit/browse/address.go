package browse

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// maxText limits addresses and names in observations, in bytes.
const maxText = 500

// redact returns an address without the parts that can identify a person: user name,
// fragment and the values of the query.
func redact(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	var keys []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		if key, _, _ := strings.Cut(pair, "="); key != "" && !slices.Contains(keys, key+"=") {
			keys = append(keys, key+"=")
		}
	}
	u.User, u.Fragment, u.RawFragment, u.RawQuery, u.ForceQuery = nil, "", "", strings.Join(keys, "&"), false
	return truncate(u.String())
}

// truncate limits text that comes from a page to maxText bytes of valid UTF-8.
func truncate(text string) string {
	if len(text) > maxText {
		text = text[:maxText] + "…"
	}
	return strings.ToValidUTF8(text, "")
}

// host returns the address's host name without a port, or "" if it has none.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return asciiName(u.Hostname())
}

// asciiHost returns the host and port of an address as the browser writes them: in lower
// case, with the ASCII form of an international name.
func asciiHost(u *url.URL) string {
	name := asciiName(u.Hostname())
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if u.Port() != "" {
		name += ":" + u.Port()
	}
	return name
}

func asciiName(name string) string {
	if ascii, err := idna.Lookup.ToASCII(name); err == nil {
		return ascii
	}
	return strings.ToLower(name) // an IPv6 address, or a name with an underscore
}

// normalDomain returns a cookie's domain in lower case and without a leading dot.
func normalDomain(domain string) string { return strings.ToLower(strings.TrimPrefix(domain, ".")) }
