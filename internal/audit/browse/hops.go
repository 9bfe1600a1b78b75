package browse

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"

	"charte/internal/audit"
)

// hop is one request as it went over the wire: a redirect makes another hop of the
// same chain.
type hop struct {
	address string
	kind    network.ResourceType
	mime    string
	status  int64
	bytes   int64
	done    bool
}

// chain is what the browser tells under one request id. The cookies of a hop come
// in events of their own, before or after the hop itself, in the order of the hops.
type chain struct {
	hops     []*hop
	sent     [][]string // names of the cookies that hop i sent
	received []received // what answered hop i
}

type received struct {
	lines []string // its Set-Cookie lines that were not blocked
	when  time.Time
}

// tip is the newest hop; nil where there is none.
func (c *chain) tip() *hop {
	if c == nil || len(c.hops) == 0 {
		return nil
	}
	return c.hops[len(c.hops)-1]
}

// cookies are the names of the cookies that hop i sent.
func (c *chain) cookies(i int) []string {
	if i < len(c.sent) {
		return c.sent[i]
	}
	return nil
}

// setter is somebody who set a cookie: a response (Request is its address) or a
// script (the script's).
type setter struct {
	by, request, name, domain string
	when                      time.Time
	line                      string // as Set-Cookie has it, without name and value
	kept                      bool   // the browser took it
}

// setters are the cookies that the chain's responses set.
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
			domain := bare(cookie.Domain)
			if domain == "" {
				domain = host(c.hops[i].address)
			}
			_, attributes, _ := strings.Cut(line, ";")
			all = append(all, setter{
				by: audit.ByHeader, request: told(c.hops[i].address), name: cookie.Name, domain: domain, when: r.when,
				line: "x=;" + attributes, kept: true,
			})
		}
	}
	return all
}

// tiny is the largest body, in bytes, that is taken for an image of one pixel: such
// a GIF has 35 to 43, a PNG 67 to 95.
const tiny = 100

// pixel says whether a hop asked for something to be counted and not to be shown: a
// beacon, or an image that is empty or of one pixel. SVG is text, short without
// being a pixel.
func (h *hop) pixel() bool {
	if h.kind == network.ResourceTypePing {
		return true
	}
	image := h.kind == network.ResourceTypeImage && h.done && !strings.Contains(h.mime, "svg")
	return image && h.status >= 200 && h.status < 300 && h.bytes <= tiny
}

// sentNames are the names of the cookies that went with a request.
func sentNames(associated []*network.AssociatedCookie) (names []string) {
	for _, a := range associated {
		if a.Cookie != nil && len(a.BlockedReasons) == 0 && !slices.Contains(names, a.Cookie.Name) {
			names = append(names, cut(a.Cookie.Name))
		}
	}
	slices.Sort(names)
	return names
}

// setLines are the Set-Cookie lines of a response that the browser obeyed.
func setLines(e *network.EventResponseReceivedExtraInfo) (lines []string) {
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
