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
	robotsMax = 500 << 10        // bytes of it that are read (RFC 9309, 2.5)
	delayMax  = 30 * time.Second // that it may ask for between two pages
)

// robots is what the host's robots.txt asks for. One that cannot be reached asks
// for nothing: the browser will tell what is wrong with the host. One that answers
// with a fault of the server asks for everything to be left alone (RFC 9309, 2.3.1).
func (l *run) robots(ctx context.Context, u *url.URL) *robotstxt.RobotsData {
	origin := u.Scheme + "://" + u.Host
	if known, ok := l.robotsOf[origin]; ok {
		return known
	}
	body, err := l.get(ctx, origin+"/robots.txt", robotsMax)
	code := http.StatusOK
	if failed := status(0); errors.As(err, &failed) {
		code = int(failed)
	} else if err != nil {
		code = http.StatusNotFound
	}
	asked, err := robotstxt.FromStatusAndBytes(code, body)
	if err != nil { // it is no robots.txt: many portals answer everything with a page
		asked = nil
	}
	l.robotsOf[origin] = asked
	if asked != nil {
		l.delay = min(max(l.delay, asked.FindGroup(robotName).CrawlDelay), delayMax)
	}
	return asked
}

// allowed says whether robots.txt lets the address be opened.
func (l *run) allowed(ctx context.Context, u *url.URL) bool {
	asked := l.robots(ctx, u)
	return asked == nil || asked.TestAgent(u.RequestURI(), robotName)
}
