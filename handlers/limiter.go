package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-chi/httprate"
)

// limiter limits the choices of each client. It stores no address: the key is a hash
// of the address with a random salt, which changes every day and exists only in
// memory.
type limiter struct {
	rate    *httprate.RateLimiter // nil: no limit
	trusted []netip.Prefix
	random  io.Reader
	now     func() time.Time
	log     *slog.Logger
	warn    sync.Once

	mu   sync.Mutex
	day  time.Time
	salt [16]byte
}

func newLimiter(c Config) (*limiter, error) {
	l := &limiter{trusted: c.TrustedProxies, random: c.Random, now: c.Now, log: c.Log}
	if c.RateLimit > 0 {
		// No header reports the remaining requests; grant sets Retry-After.
		l.rate = httprate.NewRateLimiter(c.RateLimit, c.RateWindow,
			httprate.WithResponseHeaders(httprate.ResponseHeaders{}))
	}
	_, err := l.key(netip.IPv4Unspecified()) // fails at start if no salt can be drawn
	return l, err
}

// reached counts the request and reports whether its client is over the limit. If it
// cannot compute a key, it returns true.
func (l *limiter) reached(r *http.Request) bool {
	if l.rate == nil {
		return false
	}
	key, err := l.key(l.client(r))
	if err != nil {
		l.log.ErrorContext(r.Context(), "could not generate a salt for the rate limit; grants are refused until the random source works", slog.Any("error", err))
		return true
	}
	return l.rate.OnLimit(discard{}, r, key)
}

// key returns the hash of an address with the day's salt. For IPv6 it hashes the /64,
// which is what one subscriber gets.
func (l *limiter) key(client netip.Addr) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if today := l.now().UTC().Truncate(24 * time.Hour); !today.Equal(l.day) {
		if _, err := io.ReadFull(l.random, l.salt[:]); err != nil {
			return "", fmt.Errorf("generate the day's salt: %w", err)
		}
		l.day = today
	}
	network := client
	if client.Is6() {
		prefix, _ := client.Prefix(64) // 64 is always within 128 bits
		network = prefix.Addr()
	}
	sum := sha256.Sum256(append(l.salt[:], network.AsSlice()...))
	return hex.EncodeToString(sum[:]), nil
}

// client returns the address of the client. It reads X-Forwarded-For from the right
// as long as a trusted proxy wrote the entry, and returns the first address that is
// not a trusted proxy. A peer on a Unix socket is a program of this machine, and trusted.
func (l *limiter) client(r *http.Request) netip.Addr {
	peer := parseAddr(r.RemoteAddr)
	forwarded := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	local := r.RemoteAddr == "@" // net/http's address of a peer on a Unix socket
	if !local && !l.isTrusted(peer) {
		if r.Header.Get("X-Forwarded-For") != "" {
			l.warn.Do(func() {
				l.log.Warn("ignored X-Forwarded-For from a machine that is not a trusted proxy; if it is your proxy, add it to --trusted-proxy")
			})
		}
		return peer
	}
	for _, item := range slices.Backward(forwarded) {
		hop := parseAddr(strings.TrimSpace(item))
		if !hop.IsValid() {
			break
		}
		peer = hop
		if !l.isTrusted(hop) {
			break
		}
	}
	return peer
}

func (l *limiter) isTrusted(a netip.Addr) bool {
	return slices.ContainsFunc(l.trusted, func(p netip.Prefix) bool { return p.Contains(a) })
}

// parseAddr parses an address with or without a port, which some proxies add. It returns
// the zero Addr for anything else.
func parseAddr(text string) netip.Addr {
	a, err := netip.ParseAddr(text)
	if err != nil {
		withPort, _ := netip.ParseAddrPort(text)
		a = withPort.Addr()
	}
	return a.Unmap().WithZone("")
}

// discard is a ResponseWriter for httprate, which writes headers to one.
type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) WriteHeader(int)             {}
