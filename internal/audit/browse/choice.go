package browse

import (
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

// choose makes a choice in the visit's browser, and returns why it could not. With
// reaches, the choice is the one that brings the visit into its state.
func (v *visit) choose(d decision, reaches bool) troubles {
	if v.Other.given() {
		return v.chooseElsewhere(d, reaches)
	}
	if v.banner == "" {
		return troubles{{ID: audit.NoBanner}}
	}
	return v.through(v.banner+"/", reaches, func(t *tab) troubles {
		buttons := []string{`form button[name="decision"][value="refuse"]`, `form button[name="decision"][value="seen"]`}
		if d == accept {
			buttons[0] = `form button[name="decision"][value="accept"]`
		}
		clicked := time.Now()
		t.rearm(true)
		if !t.click(buttons...) {
			return troubles{{ID: audit.NothingToChoose, Detail: v.banner + "/"}}
		}
		if had := t.await(nil, v.still()); len(hiding(had)) > 0 {
			return append(troubles{{ID: audit.AfterChoice, Detail: v.banner + "/"}}, had...)
		}
		if !t.changed(clicked) {
			return troubles{{ID: audit.NoChoiceKept, Detail: v.banner + "/"}}
		}
		return nil
	})
}

// chooseElsewhere makes the choice with the controls that were named, on the first
// page.
func (v *visit) chooseElsewhere(d decision, reaches bool) troubles {
	controls := map[decision][]string{accept: v.Other.Accept, refuse: v.Other.Refuse, withdraw: v.Other.Withdraw}[d]
	if len(controls) == 0 || len(v.plan.pages) == 0 {
		return troubles{{ID: audit.NoControl, Detail: "--" + string(d)}}
	}
	return v.through(v.plan.pages[0].address, reaches, func(t *tab) troubles {
		for _, control := range controls {
			t.rearm(false)
			if !t.clickOnce(control) {
				return troubles{{ID: audit.NoMatch, Detail: cut(control)}}
			}
			if had := t.await(nil, v.still()); len(hiding(had)) > 0 {
				return append(troubles{{ID: audit.AfterChoice, Detail: told(v.plan.pages[0].address)}}, had...)
			}
		}
		if len(t.setters())+len(t.writes()) == 0 {
			return troubles{{ID: audit.NoChoiceKept, Detail: told(v.plan.pages[0].address)}}
		}
		return nil
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
func (v *visit) through(address string, reaches bool, act func(*tab) troubles) troubles {
	t, err := v.browser.open(v.State == audit.GPC)
	if err != nil {
		return troubles{{ID: audit.NoTab, Detail: cut(err.Error())}}
	}
	defer v.browser.close(t)
	had := hiding(t.load(address, v.still()))
	found := v.take(t, address)
	if had = append(had, t.unseen(address, found)...); len(had) > 0 {
		return append(troubles{{ID: audit.ChoicePage, Detail: told(address)}}, had...)
	}
	had = act(t)
	// What the choice's own request sends is of before: a withdrawal has to show the
	// service which cookies there are to end.
	v.Requests = append(v.Requests, t.requests(address, v.after)...)
	t.settled()
	v.after = reaches
	v.take(t, address)
	return had
}
