package check

import (
	"net"
	"net/netip"
	"slices"

	"charte/internal/message"
	"charte/internal/portal"
)

// trafficRules are about who may send how much, and what is kept of it.
func trafficRules() []Rule {
	return []Rule{
		{"rate-off", Warning, Silent, "One program can fill the record with choices that nobody made.", "X-15",
			"Set --rate-limit, generously.", rateOff},
		{"proxy-wide", Warning, Silent, "Whoever may name any address is limited by none.", "X-15; X-19",
			"Name the proxy's own network in --trusted-proxy.", proxyWide},
		{"proxy-undeclared", Warning, Silent, "Behind a proxy that is not declared, all visitors count as one and are limited as one.", "X-15",
			"Name the proxy's address in --trusted-proxy, or listen on loopback beside it.", proxyUndeclared},
		{"spool-anywhere", Warning, Silent, "Started from another folder, the service does not find the refusals that wait to be recorded.", "P-04",
			"Name a folder that lasts in --spool.", spoolAnywhere},
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
			return setting(message.Of("--trusted-proxy %s believes everybody", network))
		}
	}
	return nil
}

// proxyUndeclared looks at services that others can reach: something ends TLS
// before them, and it comes from another machine where they listen to others.
func proxyUndeclared(in *Input) []Finding {
	s := in.real()
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
	return setting(message.Of("--listen %s is open to other machines, and --trusted-proxy names this one only", s.Listen))
}

func spoolAnywhere(in *Input) []Finding {
	if s := in.real(); s == nil || !s.SpoolAnywhere {
		return nil
	}
	return setting(message.Of("--spool is missing, and the registry is not a file to stand beside"))
}
