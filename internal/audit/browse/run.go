package browse

import (
	"context"
	"net/url"
	"time"

	"github.com/temoto/robotstxt"

	"charte/internal/audit"
	"charte/internal/chromium"
	"charte/internal/message"
)

// run is one audit of a portal, in all states.
type run struct {
	Options
	progress   Progress
	path       string   // of the browser
	agent      string   // User-Agent of every request; empty until a browser is needed
	fetcher    *session // fetches files from hosts that only the browser resolves, or nil
	product    string   // its name and version
	plan       plan
	banner     string          // address of the portal's Charte; empty until it is found
	checked    map[string]bool // origins checked for being Charte
	sets       map[string]bool // pages that set something after accepting all
	robotsOf   map[string]*robotstxt.RobotsData
	delay      time.Duration // required by robots.txt
	opened     bool          // a page was opened
	browserErr error         // why the browser could not be restarted
}

// Run visits the portal in every state and returns what it observed. Complete is false
// if ctx or the timeout ended it early. Run fails only if it cannot start: an invalid
// address, no browser ([chromium.ErrNotFound]). progress may be nil.
func Run(ctx context.Context, options Options, progress Progress) (audit.Observations, error) {
	options = options.withDefaults()
	ctx, cancel := context.WithTimeout(ctx, options.Timeout)
	defer cancel()
	r := &run{
		Options: options, progress: progress, checked: map[string]bool{}, sets: map[string]bool{},
		robotsOf: map[string]*robotstxt.RobotsData{}, plan: plan{limit: options.Pages, known: map[string]bool{}},
	}
	if r.progress == nil {
		r.progress = func(audit.State, string, int, int) {}
	}
	observed := audit.Observations{Started: time.Now().UTC(), Program: options.Program, Visits: []audit.Visit{}}
	defer r.closeFetcher()
	var err error
	if r.path, err = chromium.Find(options.Browser); err == nil {
		err = r.trust()
	}
	if err == nil {
		observed.Target, err = r.planPages(ctx)
	}
	if err != nil {
		return observed, err
	}
	observed.Visits = append(observed.Visits, r.visits(ctx)...)
	r.recognizeSpacers(observed.Visits)
	observed.Lookups = r.lookups(ctx, observed)
	observed.Browser, observed.Duration = r.product, audit.Span(time.Since(observed.Started))
	observed.Settle, observed.Beyond = audit.Span(r.Settle), r.plan.beyond
	observed.Complete = ctx.Err() == nil && r.browserErr == nil
	if r.product == "" && ctx.Err() == nil {
		return observed, r.browserErr
	}
	return observed, nil
}

// planPages adds the start addresses and the sitemap to the plan.
func (r *run) planPages(ctx context.Context) (target []string, err error) {
	if len(r.Addresses) == 0 {
		return nil, message.Errorf("no address was given")
	}
	for _, address := range r.Addresses {
		u, err := url.Parse(address)
		if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, message.Errorf("%q is not the address of a page: it must begin with https:// or http://", address)
		}
		r.plan.addHost(asciiHost(u))
		target = append(target, redact(address))
	}
	for _, address := range r.Addresses {
		r.plan.add(address, 0, false, func(u *url.URL) bool { return r.allowed(ctx, u) })
	}
	if r.Sitemap != "" {
		r.sitemap(ctx)
	}
	return target, nil
}

// visits visits the portal in each state. The first visit finds the pages and the
// banner, so a state that needs a choice is preceded by a visit without one, unless
// there is nothing to find.
func (r *run) visits(ctx context.Context) (all []audit.Visit) {
	crawls := true
	if first := r.States[0]; first != audit.Undecided && first != audit.GPC && !(r.Other.given() && r.Depth == 0) {
		r.visit(ctx, audit.Undecided, true)
		crawls = false
	}
	for _, state := range r.States {
		if ctx.Err() != nil {
			break
		}
		all = append(all, r.visit(ctx, state, crawls))
		crawls = false
	}
	return all
}
