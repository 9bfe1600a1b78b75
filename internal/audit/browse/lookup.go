package browse

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"charte/internal/audit"
	"charte/internal/portal"
)

// The limits of the lookups of one audit.
const (
	lookupTime    = 30 * time.Second // for all together
	lookupsAtOnce = 4
	maxLookups    = 200
)

// lookups asks the machine's resolver for the aliases of every host of the targets' own
// domains that was contacted. Nobody but the resolver learns of it.
func (r *run) lookups(ctx context.Context, seen audit.Observations) []audit.Lookup {
	ctx, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	hosts := ownHosts(seen)
	all := make([]audit.Lookup, len(hosts))
	var group errgroup.Group
	group.SetLimit(lookupsAtOnce)
	for i, host := range hosts {
		if i >= maxLookups {
			all[i] = audit.Lookup{Host: host, Failed: audit.TooMany}
			continue
		}
		group.Go(func() error {
			all[i] = r.lookup(ctx, host)
			return nil
		})
	}
	_ = group.Wait() // a failure is in its Lookup
	return all
}

// ownHosts returns the hosts of the targets, then the other contacted hosts of their
// domains, sorted. IP addresses and names without a dot have no domain.
func ownHosts(seen audit.Observations) []string {
	var targets, others, sites []string
	known := map[string]bool{}
	add := func(to *[]string, host string) {
		if _, err := netip.ParseAddr(host); err != nil && strings.Contains(host, ".") && !known[host] {
			known[host] = true
			*to = append(*to, host)
		}
	}
	for _, address := range seen.Target {
		add(&targets, host(address))
		sites = append(sites, portal.Site(host(address)))
	}
	for _, v := range seen.Visits {
		for _, q := range v.Requests {
			if slices.Contains(sites, portal.Site(q.Host)) {
				add(&others, q.Host)
			}
		}
	}
	slices.Sort(others)
	return append(targets, others...)
}

// lookup asks for the aliases of one host.
func (r *run) lookup(ctx context.Context, host string) audit.Lookup {
	read := &answers{dialer: r.Resolver.Dial, aliases: map[string]string{}}
	resolver := net.Resolver{PreferGo: true, Dial: read.dial}
	_, err := resolver.LookupCNAME(ctx, host+".") // with the dot: without search domains
	aliases, asked := read.chain(host)
	found := audit.Lookup{Host: host, Aliases: aliases}
	switch {
	case len(aliases) > 0: // known, even if the last name has no address
	case err != nil:
		found.Failed = lookupFailure(err)
	case !asked:
		found.Failed = audit.HostsFile
	}
	return found
}

// lookupFailure returns the kind of an error. Its text would contain addresses of the
// operator's network.
func lookupFailure(err error) string {
	var failed *net.DNSError
	switch errors.As(err, &failed); {
	case failed == nil:
		return audit.NoAnswer
	case failed.IsTimeout:
		return audit.Slow
	case failed.IsNotFound:
		return audit.NoSuchName
	}
	return audit.NoAnswer
}
