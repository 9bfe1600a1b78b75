package browse

import (
	"cmp"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"charte/internal/audit"
)

// lifetime returns the lifetime that the setter wrote, in contrast to the one that the
// browser granted; 0 if it wrote none.
func (s setter) lifetime() audit.Span {
	c, err := http.ParseSetCookie(s.line)
	if err != nil {
		return 0
	}
	lifetime, _ := lifetimeOf(c, s.when)
	return max(lifetime, 0)
}

// lifetimeOf returns the lifetime of a cookie, 0 for a session cookie. ends is true if
// the Set-Cookie line removes the cookie.
func lifetimeOf(c *http.Cookie, when time.Time) (lifetime audit.Span, ends bool) {
	const longest = 250 * 365 * 24 * 60 * 60 // seconds; 300 years would overflow
	switch expires := cmp.Or(c.Expires, cookieDate(c.RawExpires)); {
	case c.MaxAge != 0:
		return audit.Span(time.Duration(min(c.MaxAge, longest)) * time.Second), c.MaxAge < 0
	case !expires.IsZero():
		rest := expires.Sub(when).Round(time.Second)
		return audit.Span(rest), rest <= 0
	}
	return 0, false
}

// The parts of a date that browsers accept in Expires (RFC 6265, section 5.1.1).
var (
	clockPart = regexp.MustCompile(`\b(\d{1,2}):(\d{1,2}):(\d{1,2})\b`)
	monthPart = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)`)
	dayPart   = regexp.MustCompile(`\b\d{1,2}\b`)
	yearPart  = regexp.MustCompile(`\b\d{4}\b`)
)

// cookieDate parses a date that is in none of the formats of net/http, such as
// "Thu, 31-Dec-37 23:55:55 GMT" or "Fri Jan 01 2038 00:00:00 GMT+0000". It returns the
// zero time if a part is missing.
func cookieDate(text string) time.Time {
	clock, month := clockPart.FindString(text), monthPart.FindString(text)
	rest := strings.Replace(text, clock, " ", 1)
	day, year := dayPart.FindString(rest), yearPart.FindString(rest)
	if year == "" { // two digits, after the day
		_, after, _ := strings.Cut(rest, day)
		year = dayPart.FindString(after)
	}
	if n, err := strconv.Atoi(year); err == nil && n < 100 {
		year = strconv.Itoa(n + map[bool]int{true: 2000, false: 1900}[n < 70])
	}
	found, err := time.Parse("2 Jan 2006 15:4:5", strings.Join([]string{day, month, year, clock}, " "))
	if err != nil {
		return time.Time{}
	}
	return found
}
