package browse

import (
	"context"
	"slices"
	"time"

	"charte/internal/audit"
	"charte/internal/message"
)

// visit is the visit of the portal in one state.
type visit struct {
	*run
	audit.Visit
	ctx     context.Context
	browser *session
	jar     jar
	known   map[storedKey]bool // stored items already observed
	after   bool               // the state is reached
	crawls  bool               // finds further pages
	starts  int                // of a browser
}

// maxStarts is how many times one visit may start a browser: a page that crashes the
// browser causes a restart.
const maxStarts = 5

// visit visits every page in the state. With crawls, it adds pages to the plan.
func (r *run) visit(ctx context.Context, state audit.State, crawls bool) audit.Visit {
	v := &visit{
		run: r, ctx: ctx, jar: jar{}, known: map[storedKey]bool{}, crawls: crawls,
		Visit: audit.Visit{State: state, Pages: []audit.Page{}, Cookies: []audit.Cookie{}, Stored: []audit.Stored{}, Requests: []audit.Request{}},
	}
	defer v.close()
	if v.Troubles = v.start(); len(v.Troubles) > 0 {
		return v.Visit
	}
	for i := 0; i < len(r.plan.pages) && ctx.Err() == nil; i++ {
		r.progress(state, r.plan.pages[i].address, i, len(r.plan.pages))
		v.Pages = append(v.Pages, v.page(r.plan.pages[i]))
		r.progress(state, r.plan.pages[i].address, i+1, len(r.plan.pages))
		if v.Troubles = v.restart(); len(v.Troubles) > 0 {
			break
		}
	}
	if len(v.Troubles) == 0 && ctx.Err() != nil {
		v.Troubles = troubles{{ID: audit.CutShort}}
	}
	if crawls {
		v.Pages = append(v.Pages, r.plan.skipped...)
	}
	return v.Visit
}

// start starts a browser and brings it into the state.
func (v *visit) start() troubles {
	v.starts++
	browser, err := v.newSession(v.ctx)
	if err != nil {
		v.browserErr = err
		return troubles{{ID: audit.NoBrowser, Detail: truncate(err.Error())}}
	}
	v.browser, v.product = browser, browser.Product
	switch v.State {
	case audit.Refused:
		return v.choose(refuse, true)
	case audit.Objected:
		return v.choose(object, true)
	case audit.Accepted:
		return v.choose(accept, true)
	case audit.Withdrawn:
		if problems := v.choose(accept, false); len(problems) > 0 {
			return problems
		}
		for _, p := range v.pagesThatSet() {
			if seen := v.page(p); !seen.Seen() {
				return append(troubles{{ID: audit.AfterChoice, Detail: redact(p.address)}}, seen.Troubles...)
			}
		}
		return v.choose(withdraw, true)
	}
	v.after = true
	return nil
}

// pagesThatSet returns the pages that set something after accepting all, or the first
// page if none did.
func (v *visit) pagesThatSet() []plannedPage {
	pages := slices.DeleteFunc(slices.Clone(v.plan.pages), func(p plannedPage) bool { return !v.sets[redact(p.address)] })
	if len(pages) == 0 {
		pages = v.plan.pages[:min(1, len(v.plan.pages))]
	}
	return pages
}

func (v *visit) close() {
	if v.browser != nil {
		v.browser.Close()
	}
}

// restart starts the browser again if it has ended.
func (v *visit) restart() troubles {
	if v.browser.ctx.Err() == nil || v.ctx.Err() != nil {
		return nil
	}
	v.close()
	if v.starts >= maxStarts {
		v.browserErr = message.Errorf("the browser ended repeatedly")
		return troubles{{ID: audit.BrowserEnds}}
	}
	return v.start()
}

// page visits one page in a new tab.
func (v *visit) page(p plannedPage) audit.Page {
	v.pause(v.ctx)
	began := time.Now()
	result := audit.Page{Address: redact(p.address), Found: p.found}
	t, err := v.browser.open(v.State == audit.GPC)
	if err != nil {
		result.Troubles = troubles{{ID: audit.NoTab, Detail: truncate(err.Error())}}
		v.browser.Close() // restart starts another
		return result
	}
	defer v.browser.closeTab(t)
	result.Troubles = t.load(p.address, v.limits())
	found := v.collect(t, p.address)
	result.Status, _ = t.response()
	result.Gestures = t.gestures
	if len(found) > 0 {
		result.Text = found[0].Text
	}
	if len(hiding(result.Troubles)) == 0 {
		result.Troubles = append(result.Troubles, t.notPortal(p.address, found)...)
	}
	if v.browser.ctx.Err() != nil && v.ctx.Err() == nil {
		result.Troubles = troubles{{ID: audit.BrowserEnded}}
	}
	v.discover(p, found)
	result.Wall = audit.Span(time.Since(began))
	return result
}

// collect adds what the tab and the browser hold to the observations, and returns the
// content of the frames.
func (v *visit) collect(t *tab, address string) []frameContent {
	found := t.readFrames()
	if cookies, err := v.browser.cookies(); err == nil {
		for _, c := range v.jar.changes(cookies, t.setters(), redact(address), time.Now()) {
			c.AfterChoice = v.after
			v.Cookies = append(v.Cookies, c)
			v.sets[redact(address)] = v.sets[redact(address)] || v.State == audit.Accepted
		}
	}
	before := len(v.Stored)
	v.stored(address, found, t.writes())
	v.sets[redact(address)] = v.sets[redact(address)] || v.State == audit.Accepted && len(v.Stored) > before
	v.Requests = append(v.Requests, t.requests(address, v.after)...)
	t.reset()
	return found
}
