package portal

import (
	"net"
	"net/url"
	"regexp"
	"strings"

	"charte/internal/message"
)

var (
	hostName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$`)
	// number matches a host that browsers read as an IPv4 address, in whatever way its
	// numbers are written.
	number   = regexp.MustCompile(`(^|\.)([0-9]+|0x[0-9a-f]*)$`)
	loopback = regexp.MustCompile(`^(localhost|.+\.localhost)$`)
)

// ParseOrigin reads an origin as an operator writes it (scheme, host, port, optional
// final "/") and returns it as a browser would: lower case, no default port. http is
// accepted on a loopback host only.
func ParseOrigin(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil {
		return "", message.Errorf("%q is not an address: write it as https://host", text)
	}
	origin, ok := originOf(u)
	switch {
	case !ok && strings.ContainsFunc(u.Host, func(c rune) bool { return c > '~' }):
		return "", message.Errorf("%q is not an origin that browsers send: write its host in ASCII, which begins with xn--", text)
	case !ok:
		return "", message.Errorf("%q is not an origin: write it as https://host", text)
	case u.Path != "" && u.Path != "/", u.RawQuery != "", u.Fragment != "":
		return "", message.Errorf("%q has a path, a query or a fragment: write the origin alone, %s", text, origin)
	case u.Scheme == "http" && !IsLoopback(u.Hostname()):
		return "", message.Errorf("%q is not https: plain http is accepted on a loopback host only", text)
	}
	return origin, nil
}

// IsLoopback reports whether a host name or address is this machine.
func IsLoopback(host string) bool {
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsLoopback()
	}
	return loopback.MatchString(strings.ToLower(host))
}

// originOf returns the origin of a parsed address in the form that browsers send. It
// returns false for an address that a browser might read differently than net/url: with
// a user name, an unusual port or unusual characters in the host.
func originOf(u *url.URL) (string, bool) {
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname())
	if scheme != "https" && scheme != "http" || u.User != nil || u.Opaque != "" {
		return "", false
	}
	if strings.HasPrefix(u.Host, "[") {
		ip := net.ParseIP(host)
		if ip == nil || ip.To4() != nil {
			return "", false
		}
		host = "[" + ip.String() + "]"
	} else if !hostName.MatchString(host) || number.MatchString(host) && net.ParseIP(host) == nil {
		return "", false
	}
	port := u.Port()
	if port == "" && strings.HasSuffix(u.Host, ":") {
		return "", false
	}
	if port == "" || scheme == "https" && port == "443" || scheme == "http" && port == "80" {
		return scheme + "://" + host, true
	}
	if port[0] == '0' {
		return "", false
	}
	return scheme + "://" + host + ":" + port, true
}
