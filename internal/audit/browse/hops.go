package browse

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"

	"charte/internal/audit"
)

// hop is one request on the network. A redirect adds another hop to the chain.
type hop struct {
	address string
	kind    network.ResourceType
	mime    string
	status  int64
	bytes   int64
	done    bool
}

// chain is a request with its redirects: all events with one request id. The cookies of
// a hop arrive in separate events, before or after the hop itself, in the order of the
// hops.
type chain struct {
	hops     []*hop
	sent     [][]string // names of the cookies that hop i sent
	received []received // the response to hop i
}

type received struct {
	lines []string // Set-Cookie lines that the browser did not block
	when  time.Time
}

// last returns the newest hop, or nil if there is no hop.
func (c *chain) last() *hop {
	if c == nil || len(c.hops) == 0 {
		return nil
	}
	return c.hops[len(c.hops)-1]
}

// cookies returns the names of the cookies that hop i sent.
func (c *chain) cookies(i int) []string {
	if i < len(c.sent) {
		return c.sent[i]
	}
	return nil
}

// setter is a response or a script that set a cookie; request is the address of the
// response or of the script.
type setter struct {
	by, request, name, domain string
	when                      time.Time
	line                      string // a Set-Cookie line without name and value
	accepted                  bool   // by the browser
}

// setters returns the cookies that the responses of the chain set.
func (c *chain) setters() (all []setter) {
	for i, r := range c.received {
		if i >= len(c.hops) {
			break
		}
		for _, line := range r.lines {
			cookie, err := http.ParseSetCookie(line)
			if err != nil {
				continue
			}
			domain := normalDomain(cookie.Domain)
			if domain == "" {
				domain = host(c.hops[i].address)
			}
			_, attributes, _ := strings.Cut(line, ";")
			all = append(all, setter{
				by: audit.ByHeader, request: redact(c.hops[i].address), name: cookie.Name, domain: domain, when: r.when,
				line: "x=;" + attributes, accepted: true,
			})
		}
	}
	return all
}

// maxPixelBytes is the largest body of an image of one pixel, in bytes: such a GIF has
// 35 to 43, a PNG 67 to 95.
const maxPixelBytes = 100

// pixel reports whether the hop counts a visit without showing anything: a beacon, or
// an image that is empty or of one pixel. An SVG can be small and visible.
func (h *hop) pixel() bool {
	if h.kind == network.ResourceTypePing {
		return true
	}
	image := h.kind == network.ResourceTypeImage && h.done && !strings.Contains(h.mime, "svg")
	return image && h.status >= 200 && h.status < 300 && h.bytes <= maxPixelBytes
}

// sentCookieNames returns the names of the cookies sent with a request, sorted.
func sentCookieNames(associated []*network.AssociatedCookie) (names []string) {
	for _, a := range associated {
		if a.Cookie != nil && len(a.BlockedReasons) == 0 && !slices.Contains(names, a.Cookie.Name) {
			names = append(names, truncate(a.Cookie.Name))
		}
	}
	slices.Sort(names)
	return names
}

// acceptedSetCookies returns the Set-Cookie lines of a response that the browser
// accepted.
func acceptedSetCookies(e *network.EventResponseReceivedExtraInfo) (lines []string) {
	blocked := map[string]bool{}
	for _, b := range e.BlockedCookies {
		blocked[b.CookieLine] = true
	}
	for name, value := range e.Headers {
		text, _ := value.(string)
		if !strings.EqualFold(name, "set-cookie") {
			continue
		}
		for line := range strings.SplitSeq(text, "\n") {
			if !blocked[line] {
				lines = append(lines, line)
			}
		}
	}
	return lines
}
