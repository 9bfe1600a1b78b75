package browse

import (
	"context"
	"errors"
	"slices"
	"time"

	"charte/internal/audit"
)

// visit is the look at the portal in one state.
type visit struct {
	*run
	audit.Visit
	ctx     context.Context
	browser *chromium
	jar     jar
	kept    map[kept]bool // what is stored
	after   bool          // the state is reached
	crawls  bool          // finds further pages
	starts  int
}

// browsers is how many browsers one visit may use up: a page that ends the browser
// has it started again.
const browsers = 5

// visit looks at every page in the state. Only where it crawls are pages added.
func (l *run) visit(ctx context.Context, state audit.State, crawls bool) audit.Visit {
	v := &visit{
		run: l, ctx: ctx, jar: jar{}, kept: map[kept]bool{}, crawls: crawls,
		Visit: audit.Visit{State: state, Pages: []audit.Page{}, Cookies: []audit.Cookie{}, Stored: []audit.Stored{}, Requests: []audit.Request{}},
	}
	defer v.end()
	if v.Troubles = v.enter(); len(v.Troubles) > 0 {
		return v.Visit
	}
	for i := 0; i < len(l.plan.pages) && ctx.Err() == nil; i++ {
		l.progress(state, l.plan.pages[i].address, i, len(l.plan.pages))
		v.Pages = append(v.Pages, v.page(l.plan.pages[i]))
		l.progress(state, l.plan.pages[i].address, i+1, len(l.plan.pages))
		if v.Troubles = v.revive(); len(v.Troubles) > 0 {
			break
		}
	}
	if len(v.Troubles) == 0 && ctx.Err() != nil {
		v.Troubles = troubles{{ID: audit.CutShort}}
	}
	if crawls {
		v.Pages = append(v.Pages, l.plan.skipped...)
	}
	return v.Visit
}

// enter starts a browser and brings it into the state.
func (v *visit) enter() troubles {
	v.starts++
	browser, err := start(v.ctx, v.path, v.Options)
	if err != nil {
		v.broken = err
		return troubles{{ID: audit.NoBrowser, Detail: cut(err.Error())}}
	}
	v.browser, v.product = browser, browser.product
	switch v.State {
	case audit.Refused:
		return v.choose(refuse, true)
	case audit.Accepted:
		return v.choose(accept, true)
	case audit.Withdrawn:
		if had := v.choose(accept, false); len(had) > 0 {
			return had
		}
		for _, p := range v.worthAccepting() {
			if seen := v.page(p); !seen.Seen() {
				return append(troubles{{ID: audit.AfterChoice, Detail: told(p.address)}}, seen.Troubles...)
			}
		}
		return v.choose(withdraw, true)
	}
	v.after = true
	return nil
}

// worthAccepting are the pages that set something when all was accepted; the first
// page where none did.
func (v *visit) worthAccepting() []planned {
	pages := slices.DeleteFunc(slices.Clone(v.plan.pages), func(p planned) bool { return !v.sets[told(p.address)] })
	if len(pages) == 0 {
		pages = v.plan.pages[:min(1, len(v.plan.pages))]
	}
	return pages
}

func (v *visit) end() {
	if v.browser != nil {
		v.browser.cancel()
	}
}

// revive starts the browser again where it is gone.
func (v *visit) revive() troubles {
	if v.browser.ctx.Err() == nil || v.ctx.Err() != nil {
		return nil
	}
	v.end()
	if v.starts >= browsers {
		v.broken = errors.New("the browser ended again and again")
		return troubles{{ID: audit.BrowserEnds}}
	}
	return v.enter()
}

// page looks at one page in a tab of its own.
func (v *visit) page(p planned) audit.Page {
	v.pause(v.ctx)
	began := time.Now()
	seen := audit.Page{Address: told(p.address), Found: p.found}
	t, err := v.browser.open(v.State == audit.GPC)
	if err != nil {
		seen.Troubles = troubles{{ID: audit.NoTab, Detail: cut(err.Error())}}
		v.browser.cancel() // and another is started
		return seen
	}
	defer v.browser.close(t)
	seen.Troubles = t.load(p.address, v.limits())
	found := v.take(t, p.address)
	seen.Status, _ = t.shown()
	seen.Gestures = t.did
	if len(found) > 0 {
		seen.Text = found[0].Text
	}
	if len(hiding(seen.Troubles)) == 0 {
		seen.Troubles = append(seen.Troubles, t.unseen(p.address, found)...)
	}
	if v.browser.ctx.Err() != nil && v.ctx.Err() == nil {
		seen.Troubles = troubles{{ID: audit.BrowserEnded}}
	}
	v.learn(p, found)
	seen.Wall = audit.Span(time.Since(began))
	return seen
}

// take notes what the tab and the browser hold.
func (v *visit) take(t *tab, address string) []inside {
	found := t.look()
	if cookies, err := v.browser.cookies(); err == nil {
		for _, c := range v.jar.changes(cookies, t.setters(), told(address), time.Now()) {
			c.AfterChoice = v.after
			v.Cookies = append(v.Cookies, c)
			v.sets[told(address)] = v.sets[told(address)] || v.State == audit.Accepted
		}
	}
	before := len(v.Stored)
	v.stored(address, found, t.writes())
	v.sets[told(address)] = v.sets[told(address)] || v.State == audit.Accepted && len(v.Stored) > before
	v.Requests = append(v.Requests, t.requests(address, v.after)...)
	t.forget()
	return found
}
