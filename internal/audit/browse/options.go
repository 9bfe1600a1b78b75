package browse

import (
	"net/http"
	"time"

	"charte/internal/audit"
)

// Options are what is looked at, how long, and with what. A zero limit means the
// default that its comment names.
type Options struct {
	// Addresses are the pages to begin with; http or https, at least one.
	Addresses []string
	// Sitemap adds the pages of a sitemap: its address, or "auto" for those that
	// robots.txt names, else /sitemap.xml. Empty: none.
	Sitemap string
	// Depth is how many links are followed from the addresses, on the same host.
	Depth int
	// Pages is how many pages are opened in each state, at most. Default: 20.
	Pages int
	// Pause is the time between two page loads; what robots.txt asks for counts
	// where it is longer, up to 30 seconds.
	Pause time.Duration
	// PageTimeout is how long one page may take (default 30 s), Timeout how long
	// everything may (default 1 hour). PageBytes is how much one page may serve,
	// in bytes, unpacked (default 32 MiB).
	PageTimeout, Timeout time.Duration
	PageBytes            int64
	// Browser is the path of a Chromium; empty: searched under its usual names.
	Browser string
	// Program is the name and version of this program, for the observations; Agent
	// is what the browser's User-Agent ends with:
	// "charte-audit/1.0.0 (+https://cookies.example.fr/)".
	Program, Agent string
	// Language is what the browser asks for pages in ("fr", as Accept-Language has
	// it); empty: its own.
	Language string
	// Other names the controls of another consent tool, where the portal's is not
	// Charte.
	Other Controls
	// Settle is how long a page is watched once it has loaded; then it is left as
	// soon as it asks for nothing any more, within 5 s. Default: 5 s.
	Settle time.Duration
	// States are the states to look at; empty: all.
	States []audit.State
	// Client fetches robots.txt, sitemaps and charter.json; nil: one with a
	// time-out. Flags are given to the browser as they are ("name" or
	// "name=value"). Both are for tests.
	Client *http.Client
	Flags  []string
}

// Controls are CSS selectors of what is clicked, one after the other, to make a
// choice. Every frame of the page is searched.
type Controls struct {
	Accept, Refuse, Withdraw []string
}

// given says whether another tool's controls were named.
func (c Controls) given() bool { return len(c.Accept)+len(c.Refuse)+len(c.Withdraw) > 0 }

// Progress is told after each page: its state, its address, how many pages of that
// state are done, and of how many that are known so far.
type Progress func(state audit.State, page string, done, of int)

func (o Options) withDefaults() Options {
	o.Pages = orElse(o.Pages, 20)
	o.PageTimeout = orElse(o.PageTimeout, 30*time.Second)
	o.Settle = orElse(o.Settle, 5*time.Second)
	o.Timeout = orElse(o.Timeout, time.Hour)
	o.PageBytes = orElse(o.PageBytes, 32<<20)
	if len(o.States) == 0 {
		o.States = audit.States()
	}
	if o.Client == nil {
		o.Client = &http.Client{Timeout: 15 * time.Second}
	}
	return o
}

func orElse[N int | int64 | time.Duration](given, standard N) N {
	if given > 0 {
		return given
	}
	return standard
}
