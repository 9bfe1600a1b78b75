package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-chi/httprate"
)

// limiter counts choices per client without keeping addresses: the key is a
// hash of the address and of a salt that is drawn each day and kept in memory
// alone.
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
		// No header tells how close the visitor is to the limit; Retry-After alone.
		l.rate = httprate.NewRateLimiter(c.RateLimit, c.RateWindow,
			httprate.WithResponseHeaders(httprate.ResponseHeaders{}))
	}
	_, err := l.key(netip.IPv4Unspecified()) // draws the first salt, or stops the start
	return l, err
}

// reached counts the request and says whether its client is over the limit.
// Where no key can be made, the client counts as over it: fail closed.
func (l *limiter) reached(r *http.Request) bool {
	if l.rate == nil {
		return false
	}
	key, err := l.key(l.client(r))
	if err != nil {
		l.log.ErrorContext(r.Context(), "no salt for the rate limit", slog.Any("error", err))
		return true
	}
	return l.rate.OnLimit(discard{}, r, key)
}

// key hashes an address with the day's salt. One IPv6 subscriber has a whole
// /64, so that is what counts.
func (l *limiter) key(client netip.Addr) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if today := l.now().UTC().Truncate(24 * time.Hour); !today.Equal(l.day) {
		if _, err := io.ReadFull(l.random, l.salt[:]); err != nil {
			return "", fmt.Errorf("draw the day's salt: %w", err)
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

// client finds the address that the request comes from. X-Forwarded-For is
// believed only as far as trusted proxies wrote it: from the right, up to the
// first address that is none of theirs.
func (l *limiter) client(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	peer := parseAddr(host)
	forwarded := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	if !l.isTrusted(peer) {
		if r.Header.Get("X-Forwarded-For") != "" {
			l.warn.Do(func() {
				l.log.Warn("X-Forwarded-For came from a machine that is no trusted proxy, and is not believed: name your proxy in --trusted-proxy")
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

func parseAddr(text string) netip.Addr {
	a, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}

// discard takes the headers that httprate insists on writing.
type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) WriteHeader(int)             {}
