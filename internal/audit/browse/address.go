package browse

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// longest is how much of an address or a name is kept, in bytes.
const longest = 500

// told is an address as observations have it: without fragment, user name and the
// values of its query, which can name a person.
func told(address string) string {
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
	return cut(u.String())
}

// cut shortens what a page may have made as long as it likes.
func cut(text string) string {
	if len(text) > longest {
		text = text[:longest] + "…"
	}
	return strings.ToValidUTF8(text, "")
}

// host is the address's host name, without a port; empty where it has none.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// site is the domain that cookies may be shared within: the registrable one, or
// the host itself where it has none (an IP address, localhost).
func site(host string) string {
	if net.ParseIP(host) != nil {
		return host
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}

// bare is a cookie's domain as it is compared: in small letters, without a leading
// dot.
func bare(domain string) string { return strings.ToLower(strings.TrimPrefix(domain, ".")) }

// sentTo says whether a cookie of that domain is sent to the host.
func sentTo(domain, host string) bool {
	domain = strings.TrimPrefix(domain, ".")
	return host == domain || strings.HasSuffix(host, "."+domain)
}
