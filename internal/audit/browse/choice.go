package browse

import (
	"time"

	"charte/internal/audit"
	"charte/internal/consent"
)

// decision is a choice on a banner.
type decision string

const (
	accept   decision = "accept"
	refuse   decision = "refuse"
	withdraw decision = "withdraw"
	object   decision = "object" // to every exempt purpose that offers it
)

// choose makes a choice in the visit's browser and returns what prevented it. With
// reachesState, the visit is in its state after this choice.
func (v *visit) choose(d decision, reachesState bool) troubles {
	if v.Other.given() {
		return v.chooseWithControls(d, reachesState)
	}
	if v.banner == "" {
		return troubles{{ID: audit.NoBanner}}
	}
	return v.onPage(v.banner+"/", reachesState, func(t *tab) troubles {
		if d == object {
			return v.objectToAll(t)
		}
		buttons := []string{button("refuse"), button("seen")}
		if d == accept {
			buttons[0] = button("accept")
		}
		return v.press(t, audit.NothingToChoose, buttons...)
	})
}

// button is the selector of the form's buttons for a decision.
func button(decision string) string { return `form button[name="decision"][value="` + decision + `"]` }

// objectToAll objects to one purpose after the other, until no button is left.
func (v *visit) objectToAll(t *tab) troubles {
	for range consent.MaxPurposes {
		if problems := v.press(t, audit.NothingToObject, button("object")); len(problems) > 0 {
			return problems
		}
		if !t.has(button("object")) {
			return nil
		}
	}
	return troubles{{ID: audit.NoChoiceKept, Detail: v.banner + "/"}}
}

// press clicks the first of the buttons and waits for the page that follows. Its trouble
// is missing if there is no button.
func (v *visit) press(t *tab, missing string, buttons ...string) troubles {
	clicked := time.Now()
	t.expectLoad(true)
	if !t.click(buttons...) {
		return troubles{{ID: missing, Detail: v.banner + "/"}}
	}
	if problems := t.await(nil, v.choiceLimits()); len(hiding(problems)) > 0 {
		return append(troubles{{ID: audit.AfterChoice, Detail: v.banner + "/"}}, problems...)
	}
	if !t.setCookieSince(clicked) {
		return troubles{{ID: audit.NoChoiceKept, Detail: v.banner + "/"}}
	}
	return nil
}

// chooseWithControls makes the choice on the first page, with the controls in the
// options.
func (v *visit) chooseWithControls(d decision, reachesState bool) troubles {
	controls := map[decision][]string{accept: v.Other.Accept, refuse: v.Other.Refuse, withdraw: v.Other.Withdraw, object: v.Other.Object}[d]
	if len(controls) == 0 || len(v.plan.pages) == 0 {
		return troubles{{ID: audit.NoControl, Detail: "--" + string(d)}}
	}
	return v.onPage(v.plan.pages[0].address, reachesState, func(t *tab) troubles {
		for _, control := range controls {
			t.expectLoad(false)
			if !t.clickWhenPresent(control) {
				return troubles{{ID: audit.NoMatch, Detail: truncate(control)}}
			}
			if problems := t.await(nil, v.choiceLimits()); len(hiding(problems)) > 0 {
				return append(troubles{{ID: audit.AfterChoice, Detail: redact(v.plan.pages[0].address)}}, problems...)
			}
		}
		if len(t.setters())+len(t.writes()) == 0 {
			return troubles{{ID: audit.NoChoiceKept, Detail: redact(v.plan.pages[0].address)}}
		}
		return nil
	})
}

// controlTimeout is the longest wait for a control of another tool to appear.
const controlTimeout = 10 * time.Second

// clickWhenPresent clicks the control once it appears: consent tools load late. It
// reports whether the control appeared.
func (t *tab) clickWhenPresent(control string) bool {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for deadline := time.Now().Add(controlTimeout); time.Now().Before(deadline); {
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

// onPage opens a page and calls act to make a choice on it. What the page sets before
// the choice is recorded apart from what the choice sets.
func (v *visit) onPage(address string, reachesState bool, act func(*tab) troubles) troubles {
	t, err := v.browser.open(v.State == audit.GPC)
	if err != nil {
		return troubles{{ID: audit.NoTab, Detail: truncate(err.Error())}}
	}
	defer v.browser.closeTab(t)
	problems := hiding(t.load(address, v.choiceLimits()))
	found := v.collect(t, address)
	if problems = append(problems, t.notPortal(address, found)...); len(problems) > 0 {
		return append(troubles{{ID: audit.ChoicePage, Detail: redact(address)}}, problems...)
	}
	problems = act(t)
	// The request of the choice itself counts as before the choice: for a withdrawal it
	// must send the cookies to remove.
	v.Requests = append(v.Requests, t.requests(address, v.after)...)
	t.forgetRequests()
	v.after = reachesState
	v.collect(t, address)
	return problems
}
