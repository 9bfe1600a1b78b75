package command

import (
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"charte/handlers"
	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/portal"
)

// settings checks the flags and returns the configuration without content, registry and
// log. bound is the address listened on. The error names each wrong flag, its value and
// what it accepts.
func (c *serveCommand) settings(bound string) (handlers.Config, error) {
	var out handlers.Config
	var all []error
	note := func(err error) { all = append(all, err) }
	base, err := c.baseURL(bound)
	if note(err); err == nil { // the others are checked against it
		out.BaseURL = base
		origins, err := c.portals(base)
		note(err)
		out.Portals = portal.NewList(base, origins)
		out.CookieName, out.CookieDomain, err = c.cookie(base)
		note(err)
	} else if len(c.Portal) > 0 {
		_, err = c.portals(portal.Base{})
		note(err)
	}
	out.RateLimit, out.RateWindow, err = c.rateLimit()
	note(err)
	out.Handle = c.Handle == "on"
	out.TrustedProxies, err = c.trustedProxies()
	note(err)
	return out, errors.Join(all...)
}

// baseURL returns the public address. It must be https, except on loopback, where plain
// http allows trying the service on one machine.
func (c *addressFlags) baseURL(bound string) (portal.Base, error) {
	text := c.BaseURL
	if text == "" {
		text = "http://" + reachable(c.Listen, bound)
	}
	base, err := portal.ParseBase(text)
	if err != nil && c.BaseURL == "" {
		return base, message.Errorf("--listen %s is not on loopback, so --base-url must give the public https address: %w", c.Listen, err)
	}
	if err != nil {
		return base, message.Errorf("--base-url: %w", err)
	}
	return base, nil
}

// reachable returns the address for a browser: the host of the flag, or localhost for a
// wildcard, with the port that was bound.
func reachable(listen, bound string) string {
	_, port, _ := net.SplitHostPort(bound) // a bound TCP address has both
	host, _, err := net.SplitHostPort(listen)
	if ip := net.ParseIP(host); err != nil || host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// portals returns the origins of --portal. Without the flag it returns the base URL if
// that is on loopback, and fails otherwise.
func (c *addressFlags) portals(base portal.Base) ([]string, error) {
	if len(c.Portal) == 0 {
		if !portal.IsLoopback(base.Hostname()) {
			return nil, message.Errorf("--portal is missing: name the portal's origin, for example https://data.example.fr")
		}
		return []string{base.Origin()}, nil
	}
	var origins []string
	for _, text := range c.Portal {
		origin, err := portal.ParseOrigin(strings.TrimSpace(text))
		if err != nil {
			return nil, message.Errorf("--portal: %w", err)
		}
		origins = append(origins, origin)
	}
	return origins, nil
}

// maxCookieName is the greatest length of --cookie-name.
const maxCookieName = 64

// check fails if the name is not that of a cookie that the service can set.
func (f cookieFlag) check() error {
	if !consent.IsCookieName(f.CookieName) || len(f.CookieName) > maxCookieName || strings.HasPrefix(f.CookieName, "__") {
		return message.Errorf("--cookie-name %q: 1 to 64 letters, digits or !#$%%&'*+.^_`|~-, and no __ at the start", f.CookieName)
	}
	return nil
}

// cookie checks the cookie's name and domain.
func (c *serveCommand) cookie(base portal.Base) (name, domain string, err error) {
	if err := c.cookieFlag.check(); err != nil {
		return "", "", err
	}
	domain, err = cookieDomain(c.CookieDomain, base.Hostname())
	return c.CookieName, domain, err
}

// cookieDomain checks the domain of a cookie that a host sets, and returns it as browsers
// write it; empty stays empty. Browsers silently reject a domain that is a part of an IP
// address, that is or contains a public suffix, or that is not a parent of the host.
func cookieDomain(text, host string) (string, error) {
	domain := strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(text, "."), "."))
	_, errName := netip.ParseAddr(host)
	switch {
	case text == "":
		return "", nil
	case strings.ContainsFunc(domain, func(c rune) bool { return c > '~' }):
		return "", message.Errorf("--cookie-domain %q: write it in ASCII, where a part with accents begins with xn--", text)
	case errName == nil:
		return "", message.Errorf("--cookie-domain %q: browsers refuse a cookie for a part of the IP address %s; remove it, or give the service a host name", text, host)
	case !strings.HasSuffix(host, "."+domain):
		return "", message.Errorf("--cookie-domain %q: must be a parent of the base URL's host %s", text, host)
	case domain != "localhost" && !portal.Within(domain, portal.Site(host)):
		return "", message.Errorf("--cookie-domain %q: is or contains a public suffix, and browsers refuse cookies for it; name the registered domain", text)
	}
	return domain, nil
}

func (c *serveCommand) rateLimit() (int, time.Duration, error) {
	if c.RateLimit == "off" {
		return 0, 0, nil
	}
	count, window, _ := strings.Cut(c.RateLimit, "/")
	n, err := strconv.Atoi(count)
	d, errWindow := time.ParseDuration(window)
	if err != nil || errWindow != nil || n < 1 || d < time.Second {
		return 0, 0, message.Errorf("--rate-limit %q: write it as 600/1m (choices, then a time of at least 1s), or off", c.RateLimit)
	}
	return n, d, nil
}

func (c *serveCommand) trustedProxies() ([]netip.Prefix, error) {
	var networks []netip.Prefix
	for _, text := range c.TrustedProxy {
		text = strings.TrimSpace(text)
		if address, err := netip.ParseAddr(text); err == nil {
			networks = append(networks, netip.PrefixFrom(address, address.BitLen()))
			continue
		}
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, message.Errorf("--trusted-proxy %q: write an address or a network, for example 10.0.0.0/8", text)
		}
		networks = append(networks, network.Masked())
	}
	return networks, nil
}
