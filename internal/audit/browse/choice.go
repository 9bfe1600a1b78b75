package browse

import (
	"fmt"
	"time"

	"charte/internal/audit"
)

// decision is what is done on a banner.
type decision string

const (
	accept   decision = "accept"
	refuse   decision = "refuse"
	withdraw decision = "withdraw"
)

// choose makes a choice in the visit's browser, and says why it could not. With
// reaches, the choice is the one that brings the visit into its state.
func (v *visit) choose(d decision, reaches bool) string {
	if v.Other.given() {
		return v.chooseElsewhere(d, reaches)
	}
	if v.banner == "" {
		return "no banner of Charte was found on the portal, so nothing could be chosen; the controls of another consent tool can be named"
	}
	return v.through(v.banner+"/", reaches, func(t *tab) string {
		buttons := []string{`form button[name="decision"][value="refuse"]`, `form button[name="decision"][value="seen"]`}
		if d == accept {
			buttons[0] = `form button[name="decision"][value="accept"]`
		}
		clicked := time.Now()
		t.rearm(true)
		if !t.click(buttons...) {
			return "the charter at " + v.banner + "/ asks for nothing, so nothing could be chosen"
		}
		if fault := t.await(nil, v.limits()); fault != "" {
			return "after the choice at " + v.banner + "/: " + fault
		}
		if !t.changed(clicked) {
			return "the choice was made at " + v.banner + "/, and no cookie came back"
		}
		return ""
	})
}

// chooseElsewhere makes the choice with the controls that were named, on the first
// page.
func (v *visit) chooseElsewhere(d decision, reaches bool) string {
	controls := map[decision][]string{accept: v.Other.Accept, refuse: v.Other.Refuse, withdraw: v.Other.Withdraw}[d]
	if len(controls) == 0 || len(v.plan.pages) == 0 {
		return fmt.Sprintf("no control was named for this (%s)", d)
	}
	return v.through(v.plan.pages[0].address, reaches, func(t *tab) string {
		for _, control := range controls {
			t.rearm(false)
			if !t.clickOnce(control) {
				return fmt.Sprintf("nothing on the page matches %q (%s)", control, d)
			}
			if fault := t.await(nil, v.limits()); fault != "" {
				return "after the choice: " + fault
			}
		}
		return ""
	})
}

// patience is how long a control of another tool is waited for.
const patience = 10 * time.Second

// clickOnce clicks what matches as soon as it is there: consent tools come late.
func (t *tab) clickOnce(control string) bool {
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if t.click(control) {
			return true
		}
		select {
		case <-t.ctx.Done():
			return false
		case <-ticker.C:
		}
	}
	return false
}

// through opens a page to make a choice on it. What is set on the way there is told
// apart from what comes with the choice.
func (v *visit) through(address string, reaches bool, act func(*tab) string) string {
	t, err := v.browser.open(v.State == audit.GPC)
	if err != nil {
		return "the browser opened no tab: " + err.Error()
	}
	defer v.browser.close(t)
	fault := t.load(address, v.limits())
	v.take(t, address)
	if _, loaded := t.shown(); !loaded {
		return "the page to choose on, " + told(address) + ": " + fault
	}
	fault = act(t)
	// What the choice's own request sends is of before: a withdrawal has to show the
	// service which cookies there are to end.
	v.Requests = append(v.Requests, t.requests(address, v.after)...)
	t.settled()
	v.after = reaches
	v.take(t, address)
	return fault
}
