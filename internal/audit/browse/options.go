package browse

import (
	"net"
	"net/http"
	"time"

	"charte/internal/audit"
)

// Options configure an audit. A zero limit means the default in its comment.
type Options struct {
	// Addresses are the pages to start from: http or https, at least one.
	Addresses []string
	// Sitemap is the address of a sitemap whose pages are added. "auto" means those
	// listed in robots.txt, or else /sitemap.xml.
	Sitemap string
	// Depth is how many links to follow from Addresses, on the same host.
	Depth int
	// Pages is the largest number of pages opened in each state. Default: 20.
	Pages int
	// Pause is the time between two page loads. A longer delay in robots.txt replaces
	// it, up to 30 seconds.
	Pause time.Duration
	// PageTimeout limits one page (default 30 s), Timeout the whole audit (default
	// 1 hour). PageBytes limits the uncompressed bytes of one page (default 32 MiB).
	PageTimeout, Timeout time.Duration
	PageBytes            int64
	// Browser is the path of a Chromium. Empty: an installed one ([chromium.Find]).
	Browser string
	// Program is the name and version of this program, for the observations. Agent is
	// the end of the browser's User-Agent:
	// "charte-audit/1.0.0 (+https://cookies.example.fr/)".
	Program, Agent string
	// UserAgent replaces the browser's User-Agent and Agent, as a visitor's browser would
	// send it; [Visitor] is that of the browser itself. Scripts see no sign of automation
	// then. Empty: the browser's own, followed by Agent.
	UserAgent string
	// CA is the path of a PEM file with certificates of authorities to trust besides the
	// browser's own. Empty: none.
	CA string
	// Language is the browser's Accept-Language ("fr"). Empty: the browser's own.
	Language string
	// Other are the controls of the portal's consent tool if it is not Charte.
	Other Controls
	// Settle is how long a page is watched after it has loaded. It is then closed once
	// it makes no more requests, after 5 s more at the latest. Default: 5 s.
	Settle time.Duration
	// States are the states to visit. Empty: all.
	States []audit.State
	// Resolver looks up host names, by its Dial. Nil: the machine's. It is for tests.
	Resolver *net.Resolver
	// Client fetches robots.txt, sitemaps and charter.json. Nil: one with a timeout of
	// 15 s. Flags are additional flags of the browser ("name" or "name=value"). Both
	// are for tests.
	Client *http.Client
	Flags  []string
}

// Visitor is the value of Options.UserAgent for the browser's own User-Agent.
const Visitor = "visitor"

// Controls are CSS selectors of the elements to click, one after the other, to make a
// choice. They may be in any frame of the page.
type Controls struct {
	Accept, Refuse, Withdraw, Object []string
}

// given reports whether there are controls of another tool.
func (c Controls) given() bool { return len(c.Accept)+len(c.Refuse)+len(c.Withdraw)+len(c.Object) > 0 }

// Progress is called before and after each page, with the number of pages done in the
// state and the number of pages known so far.
type Progress func(state audit.State, page string, done, of int)

func (o Options) withDefaults() Options {
	o.Pages = orElse(o.Pages, 20)
	o.PageTimeout = orElse(o.PageTimeout, 30*time.Second)
	o.Settle = orElse(o.Settle, 5*time.Second)
	o.Timeout = orElse(o.Timeout, time.Hour)
	o.PageBytes = orElse(o.PageBytes, 32<<20)
	if o.Resolver == nil {
		o.Resolver = net.DefaultResolver
	}
	if len(o.States) == 0 {
		o.States = audit.States()
	}
	return o
}

func orElse[N int | int64 | time.Duration](given, standard N) N {
	if given > 0 {
		return given
	}
	return standard
}
