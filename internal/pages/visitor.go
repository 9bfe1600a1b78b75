package pages

import (
	"slices"
	"strings"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/views"
)

// Visitor is everything about a visitor that the pages depend on. All visitors in the
// same situation get the same page. The zero value is a visitor who has not chosen.
type Visitor struct {
	// Verdict is the result of judging the cookie.
	Verdict consent.Verdict
	// Signal is Sec-GPC: 1. Without a choice it counts as a refusal; it never
	// becomes one by itself, and never a consent (S-01, S-02, S-05).
	Signal bool
	// Objects is Sec-GPC: 1 or DNT: 1 where visitors can object to a purpose: it counts
	// as an objection until they act (S-04).
	Objects bool
}

// Outcome sums up what holds for the visitor. It is empty while they are asked.
func (p *Pages) Outcome(v Visitor) views.Outcome {
	switch {
	case v.Verdict.Valid && p.mode != charter.Ask && !v.Verdict.Preferences.Choice.Grants():
		return views.Seen
	case v.Verdict.Valid:
		return outcomeOf(v.Verdict.Preferences.Choice)
	case p.mode == charter.None:
		return views.Nothing
	case v.Signal:
		return views.Signal
	}
	return ""
}

func outcomeOf(c consent.Choice) views.Outcome {
	granted := 0
	for _, yes := range c {
		if yes {
			granted++
		}
	}
	switch granted {
	case 0:
		return views.Refused
	case len(c):
		return views.Accepted
	}
	return views.Partial
}

// current describes the choice that holds, its dates left as slots; nil: none.
func (p *Pages) current(lang string, v Visitor) *views.Current {
	outcome := p.Outcome(v)
	if outcome == "" {
		return nil
	}
	c := &views.Current{Outcome: outcome}
	if v.Verdict.Valid {
		c.Since, c.Until = p.at(slotSince), p.at(slotUntil)
		c.Granted, c.Refused = p.split(lang, v.Verdict.Preferences.Choice)
		if len(c.Granted) > 0 {
			c.Receipt = p.address(lang, "receipt")
		}
	}
	return c
}

// Current describes the choice that holds, with formatted dates, for a notice; the
// zero value if no choice holds.
func (p *Pages) Current(lang string, v Visitor) views.Current {
	if !v.Verdict.Valid {
		return views.Current{}
	}
	c := p.current(lang, v)
	c.Since = p.words[lang].Date(v.Verdict.Preferences.Day)
	c.Until = p.lastDay(lang, v.Verdict.Preferences)
	return *c
}

// split returns the short titles of the purposes that a choice grants and refuses.
func (p *Pages) split(lang string, c consent.Choice) (granted, refused []string) {
	for _, purpose := range p.asked {
		name := p.shortTitle(lang, purpose.ID)
		if c[purpose.ID] {
			granted = append(granted, name)
		} else {
			refused = append(refused, name)
		}
	}
	return granted, refused
}

// shortTitle returns the short title of a purpose, or its id where the charter
// does not declare it.
func (p *Pages) shortTitle(lang, id string) string {
	for _, text := range p.content.Charter.In(lang).Purposes {
		if text.ID == id {
			return text.Short
		}
	}
	return id
}

// addedNames returns the names of what came into the scope, in words for visitors.
func (p *Pages) addedNames(lang string, lines []consent.ScopeLine) []string {
	var names []string
	for _, line := range lines {
		name := line.Name
		switch line.Kind {
		case consent.KindKey:
			continue // the platform's keyword; the tool's tracker is listed too
		case consent.KindPurpose:
			name = p.shortTitle(lang, line.Purpose)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// variant returns the key of the page that fits a visitor. ticked are the boxes;
// nil: as in the choice that holds.
func (p *Pages) variant(kind, lang string, v Visitor, ticked consent.Choice, notice bool) variant {
	key := variant{kind: kind, lang: lang, signal: v.Signal && !v.Verdict.Valid, notice: notice}
	if v.Verdict.Valid {
		key.choice = v.Verdict.Preferences.Choice.String()
	}
	if ticked != nil {
		key.ticked = ticked.String()
	}
	if len(v.Verdict.Added) > 0 {
		key.added = strings.Join(p.addedNames(lang, v.Verdict.Added), "\n")
	}
	return key
}
