package main

import (
	"math/rand/v2"
	"slices"
	"time"

	"charte/internal/consent"
)

// history is what one visitor did on a site whose charter was edited.
type history struct {
	r        *rand.Rand
	now      time.Time
	purposes []consent.Purpose
	scopes   map[string]consent.Scope // all that were ever in force
	cookie   string                   // empty: none yet
}

var (
	ids      = []string{"audience", "campaigns", "video", "maps", "constructor"}
	keys     = []string{"matomo", "ga", "piano"}
	trackers = []string{"_pk_id.*", "_ga", "_pcid", "YSC"}
)

func newHistory(r *rand.Rand) *history {
	h := &history{r: r, now: time.Date(2026, 1, 1+r.IntN(365), r.IntN(24), 0, 0, 0, time.UTC), scopes: map[string]consent.Scope{}}
	for _, id := range ids[:1+r.IntN(len(ids))] {
		h.purposes = append(h.purposes, h.purpose(id))
	}
	h.enforce()
	return h
}

func (h *history) purpose(id string) consent.Purpose {
	p := consent.Purpose{ID: id, Exempt: h.r.IntN(5) < 2}
	p.Objection = p.Exempt && h.r.IntN(4) > 0
	if p.Objection || !p.Exempt {
		p.PlatformKeys = h.some(keys)
	}
	p.Trackers = h.some(trackers)
	return p
}

func (h *history) some(all []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(string) bool { return h.r.IntN(2) == 0 })
}

func (h *history) enforce() {
	scope := consent.NewScope(h.purposes)
	h.scopes[scope.ID()] = scope
}

func (h *history) terms() consent.Terms {
	return consent.Terms{
		Purposes: h.purposes, Scope: consent.NewScope(h.purposes),
		Known: func(id string) (consent.Scope, bool) { s, known := h.scopes[id]; return s, known },
	}
}

// edit changes the charter: a purpose comes, goes or is declared anew.
func (h *history) edit() {
	i := h.r.IntN(len(h.purposes))
	h.purposes = slices.Clone(h.purposes)
	switch h.r.IntN(4) {
	case 0:
		if len(h.purposes) > 1 {
			h.purposes = slices.Delete(h.purposes, i, i+1)
		}
	case 1:
		if n := len(h.purposes); n < len(ids) && h.purposes[n-1].ID != ids[len(ids)-1] {
			h.purposes = append(h.purposes, h.purpose(ids[slices.Index(ids, h.purposes[n-1].ID)+1]))
		}
	case 2:
		h.purposes[i] = h.purpose(h.purposes[i].ID)
	case 3:
		h.purposes[i].Trackers = h.some(trackers)
	}
	h.enforce()
}

// act lets the visitor answer or object, some days later, as the service stores it.
func (h *history) act() {
	h.now = h.now.AddDate(0, 0, h.r.IntN(40))
	var had consent.Preferences
	valid := false
	if h.cookie != "" {
		v := h.terms().Judge([]string{h.cookie}, h.now)
		had, valid = v.Preferences, v.Valid
	}
	had.Objection.Signal = h.r.IntN(4) == 0
	h.cookie = consent.Encode(h.purposes, h.after(had, valid))
}

func (h *history) after(had consent.Preferences, valid bool) consent.Preferences {
	objection, some := had.Objection, h.some(ids)
	switch kind := h.r.IntN(6); {
	case kind < 3 || len(consent.Objectable(h.purposes)) == 0:
		choice := consent.Choice{}
		for _, p := range consent.Asked(h.purposes) {
			choice[p.ID] = kind == 0 || kind == 1 && h.r.IntN(2) == 0
		}
		if !choice.Grants() && h.r.IntN(2) == 0 {
			objection = objection.With(h.purposes, ids, h.now)
		}
		next := consent.NewPreferences(choice, h.now, consent.NewScope(h.purposes))
		next.Objection = objection
		return next
	case kind < 5:
		objection = objection.With(h.purposes, some, h.now)
	default:
		objection = objection.Without(h.purposes, some, h.now)
	}
	if !valid {
		return consent.Unanswered(objection)
	}
	had.Scope, had.Objection = consent.NewScope(h.purposes).ID(), objection
	return had
}
