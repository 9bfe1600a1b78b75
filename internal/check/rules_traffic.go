package check

import (
	"net"
	"net/netip"
	"slices"

	"charte/internal/message"
	"charte/internal/portal"
)

// trafficRules are about the rate limit, the proxies in front and the spool.
func trafficRules() []Rule {
	return []Rule{
		{"rate-off", Warning, Silent, "Without a limit, one client can fill the record with forged choices.", "X-15",
			"Set --rate-limit well above normal traffic.", rateOff},
		{"proxy-wide", Warning, Silent, "A client that can forge X-Forwarded-For escapes the rate limit.", "X-15; X-19",
			"Set --trusted-proxy to the proxy's own network.", proxyWide},
		{"proxy-undeclared", Warning, Silent, "Behind an undeclared proxy, all visitors share one address and therefore one rate limit.", "X-15",
			"Set --trusted-proxy to the proxy's address, or listen on loopback if the proxy runs on this machine.", proxyUndeclared},
		{"spool-anywhere", Warning, Silent, "If the service is started from another folder, it does not find the refusals still to be recorded.", "P-04",
			"Set --spool to a persistent folder.", spoolAnywhere},
	}
}

func rateOff(in *Input) []Finding {
	if in.Settings == nil || in.Settings.RateLimited {
		return nil
	}
	return setting(message.Of("--rate-limit is off"))
}

func proxyWide(in *Input) []Finding {
	if in.Settings == nil {
		return nil
	}
	for _, network := range in.Settings.TrustedProxies {
		if network.Bits() == 0 {
			return setting(message.Of("--trusted-proxy %s trusts every address", network))
		}
	}
	return nil
}

// proxyUndeclared checks services with a public address. A proxy terminates TLS in
// front of them; if they listen on more than loopback, it may run on another machine.
func proxyUndeclared(in *Input) []Finding {
	s := in.public()
	if s == nil || !s.RateLimited {
		return nil
	}
	host, _, err := net.SplitHostPort(s.Listen)
	if err != nil || portal.IsLoopback(host) {
		return nil
	}
	if slices.ContainsFunc(s.TrustedProxies, func(n netip.Prefix) bool { return !n.Addr().IsLoopback() }) {
		return nil
	}
	return setting(message.Of("--listen %s accepts connections from other machines, but --trusted-proxy lists only this one", s.Listen))
}

func spoolAnywhere(in *Input) []Finding {
	if s := in.public(); s == nil || !s.SpoolAnywhere {
		return nil
	}
	return setting(message.Of("--spool is missing, so refusals are spooled in the current folder"))
}
