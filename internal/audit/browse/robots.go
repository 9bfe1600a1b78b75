package browse

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/temoto/robotstxt"
)

const (
	robotName = "charte-audit"   // in robots.txt
	robotsMax = 500 << 10        // bytes that are read (RFC 9309, 2.5)
	delayMax  = 30 * time.Second // between two pages
)

// robots returns the host's robots.txt, or nil if there is none. An unreachable one
// allows everything, because the browser will report why the host is unreachable. An
// error of the server disallows everything (RFC 9309, 2.3.1).
func (r *run) robots(ctx context.Context, u *url.URL) *robotstxt.RobotsData {
	origin := u.Scheme + "://" + u.Host
	if known, ok := r.robotsOf[origin]; ok {
		return known
	}
	body, err := r.get(ctx, origin+"/robots.txt", robotsMax)
	code := http.StatusOK
	if failed := status(0); errors.As(err, &failed) {
		code = int(failed)
	} else if err != nil {
		code = http.StatusNotFound
	}
	asked, err := robotstxt.FromStatusAndBytes(code, body)
	if err != nil { // not a robots.txt: many portals answer every address with a page
		asked = nil
	}
	r.robotsOf[origin] = asked
	if asked != nil {
		r.delay = min(max(r.delay, asked.FindGroup(robotName).CrawlDelay), delayMax)
	}
	return asked
}

// allowed reports whether robots.txt allows the address.
func (r *run) allowed(ctx context.Context, u *url.URL) bool {
	asked := r.robots(ctx, u)
	return asked == nil || asked.TestAgent(u.RequestURI(), robotName)
}
