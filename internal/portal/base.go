package portal

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"charte/internal/message"
)

// Base is the public address of the service: an origin, and the path below which the
// service answers. It builds every address of the service. The zero Base has no origin
// and no path.
type Base struct {
	origin string
	path   string // "" or "/charte"; it needs no escaping
}

var basePath = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)*$`)

// ParseBase reads a public address as an operator writes it: an origin under the rules
// of [ParseOrigin], and a path of any depth with or without a final "/".
func ParseBase(text string) (Base, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Path == "" {
		origin, err := ParseOrigin(text)
		return Base{origin: origin}, err
	}
	under := strings.TrimSuffix(u.EscapedPath(), "/")
	u.Path, u.RawPath = "", ""
	origin, err := ParseOrigin(u.String())
	if err != nil {
		return Base{}, err
	}
	if !basePath.MatchString(under) || under != "" && path.Clean(under) != under {
		return Base{}, message.Errorf("%q: each part of the path must be letters, digits, - . _ or ~, and not . or ..", text)
	}
	return Base{origin, under}, nil
}

// Origin returns the scheme, host and port.
func (b Base) Origin() string { return b.origin }

// Path returns the path without a final "/"; empty for a service with a host of its own.
func (b Base) Path() string { return b.path }

// String returns the address without a final "/".
func (b Base) String() string { return b.origin + b.path }

// URL returns the absolute address of a path of the service, which starts with "/".
func (b Base) URL(path string) string { return b.origin + b.path + path }

// At returns the address, on the service's host, of a path of the service, which starts
// with "/".
func (b Base) At(path string) string { return b.path + path }

// Secure reports whether the service is reached over https.
func (b Base) Secure() bool { return strings.HasPrefix(b.origin, "https://") }

// Host returns the host, with the port if it is not the scheme's.
func (b Base) Host() string {
	_, host, _ := strings.Cut(b.origin, "://")
	return host
}

// Hostname returns the host without a port.
func (b Base) Hostname() string {
	u, err := url.Parse(b.origin)
	if err != nil {
		return "" // not reached: ParseOrigin wrote it
	}
	return u.Hostname()
}

// IsHost reports whether the value of a Host header names the service's host. Some
// clients and proxies add the port of the scheme.
func (b Base) IsHost(host string) bool {
	port := ":80"
	if b.Secure() {
		port = ":443"
	}
	return strings.EqualFold(strings.TrimSuffix(host, port), b.Host())
}

// contains reports whether a browser that opens an address of the service's origin asks
// for a path of the service. Browsers resolve ".." and "%2e%2e" before they ask. Unlike
// path.Clean they keep an empty part, and "%2f" is no slash to them; no address of the
// service has either.
func (b Base) contains(u *url.URL) bool {
	if b.path == "" {
		return true
	}
	if strings.Contains(u.Path, "//") || strings.Contains(strings.ToLower(u.EscapedPath()), "%2f") {
		return false
	}
	resolved := path.Clean(u.Path)
	return resolved == b.path || strings.HasPrefix(resolved, b.path+"/")
}
