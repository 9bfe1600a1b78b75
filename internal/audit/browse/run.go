package browse

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/temoto/robotstxt"

	"charte/internal/audit"
)

// ErrNoBrowser says that no Chromium was found, and how to get one.
var ErrNoBrowser = errors.New("no Chromium was found: install one (Debian and Ubuntu: apt-get install chromium), or name it with --browser PATH")

// run is one look at a portal, in all states.
type run struct {
	Options
	progress Progress
	path     string // of the browser
	product  string // its name and version
	plan     plan
	banner   string          // the origin of the portal's Charte; empty until it is found
	asked    map[string]bool // origins that were asked whether they are Charte
	sets     map[string]bool // pages that set something when all was accepted
	robotsOf map[string]*robotstxt.RobotsData
	delay    time.Duration // that robots.txt asks for
	opened   bool          // a page
	broken   error         // why a browser could not be started again
}

// Run looks at the portal in every state. It returns what was seen even where it
// was cut short (by ctx, by the time limit): Complete is false then. The error is
// of what kept it from starting: an address that is none, no browser ([ErrNoBrowser]).
// progress may be nil.
func Run(ctx context.Context, options Options, progress Progress) (audit.Observations, error) {
	options = options.withDefaults()
	ctx, cancel := context.WithTimeout(ctx, options.Timeout)
	defer cancel()
	l := &run{
		Options: options, progress: progress, asked: map[string]bool{}, sets: map[string]bool{},
		robotsOf: map[string]*robotstxt.RobotsData{}, plan: plan{most: options.Pages, known: map[string]bool{}},
	}
	if l.progress == nil {
		l.progress = func(audit.State, string, int, int) {}
	}
	seen := audit.Observations{Started: time.Now().UTC(), Program: options.Program, Visits: []audit.Visit{}}
	var err error
	if l.path, err = find(options.Browser); err == nil {
		seen.Target, err = l.begin(ctx)
	}
	if err != nil {
		return seen, err
	}
	seen.Visits = append(seen.Visits, l.visits(ctx)...)
	seen.Browser, seen.Duration = l.product, audit.Span(time.Since(seen.Started))
	seen.Settle, seen.Beyond = audit.Span(l.Settle), l.plan.beyond
	seen.Complete = ctx.Err() == nil && l.broken == nil
	if l.product == "" && ctx.Err() == nil {
		return seen, l.broken
	}
	return seen, nil
}

// begin puts what was asked for onto the plan.
func (l *run) begin(ctx context.Context) (target []string, err error) {
	if len(l.Addresses) == 0 {
		return nil, errors.New("no address was given")
	}
	for _, address := range l.Addresses {
		u, err := url.Parse(address)
		if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, fmt.Errorf("%q is no address of a page: it begins with https:// or http://", address)
		}
		l.plan.follow(u.Host)
		target = append(target, told(address))
	}
	for _, address := range l.Addresses {
		l.plan.add(address, 0, false, func(u *url.URL) bool { return l.allowed(ctx, u) })
	}
	if l.Sitemap != "" {
		l.sitemap(ctx)
	}
	return target, nil
}

// visits looks at the portal in the states that were asked for. The first look
// finds pages and banner; where it is of a choice, one without comes before, unless
// nothing is to be found.
func (l *run) visits(ctx context.Context) (all []audit.Visit) {
	crawls := true
	if first := l.States[0]; first != audit.Undecided && first != audit.GPC && !(l.Other.given() && l.Depth == 0) {
		l.visit(ctx, audit.Undecided, true)
		crawls = false
	}
	for _, state := range l.States {
		if ctx.Err() != nil {
			break
		}
		all = append(all, l.visit(ctx, state, crawls))
		crawls = false
	}
	return all
}
