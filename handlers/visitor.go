package handlers

import (
	"net/http"
	"slices"
	"strings"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/portal"
	"charte/views"
)

// visitor is what one request says about who sent it.
type visitor struct {
	judged
	// held reports whether the browser sent a cookie of our name at all.
	held bool
	// signal is Sec-GPC: 1. Without a choice it counts as a refusal; it never
	// becomes one by itself, and never a consent (S-01, S-02, S-05).
	signal bool
	back   portal.Address
}

// visitor reads the request, and says in Vary what was read.
func (s *service) visitor(w http.ResponseWriter, r *http.Request) visitor {
	vary(w, "Cookie", "Referer", "Sec-GPC")
	values := cookieValues(r, s.CookieName)
	return visitor{
		judged: s.judge(values),
		held:   len(values) > 0,
		signal: hasSignal(r),
		back:   s.returnAddress(r),
	}
}

// hasSignal reads Sec-GPC: exactly "1" counts, in any one of several headers.
func hasSignal(r *http.Request) bool {
	return slices.ContainsFunc(r.Header["Sec-Gpc"], func(v string) bool {
		return strings.TrimSpace(v) == "1"
	})
}

// mode says how the charter asks: always "ask" while anything needs consent.
func (s *service) mode() charter.NothingToAsk {
	if s.asksToday {
		return charter.Ask
	}
	return s.Charters.NothingToAsk
}

// outcome sums up what holds for the visitor. It is empty while they are asked.
func (s *service) outcome(v visitor) views.Outcome {
	switch {
	case v.verdict.Valid && s.mode() != charter.Ask && !v.verdict.Preferences.Choice.Grants():
		return views.Seen
	case v.verdict.Valid:
		return outcomeOf(v.verdict.Preferences.Choice)
	case s.mode() == charter.None:
		return views.Nothing
	case v.signal:
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

// split names the purposes that a choice grants and refuses, in a language.
func (s *service) split(code string, c consent.Choice) (granted, refused []string) {
	for _, p := range s.asked {
		name := s.shortTitle(code, p.ID)
		if c[p.ID] {
			granted = append(granted, name)
		} else {
			refused = append(refused, name)
		}
	}
	return granted, refused
}

func (s *service) shortTitle(code, id string) string {
	for _, p := range s.Charters.In(code).Purposes {
		if p.ID == id {
			return p.Short
		}
	}
	return id
}

// addedNames says what has come into the scope, as a visitor would call it.
func (s *service) addedNames(code string, lines []consent.ScopeLine) []string {
	var names []string
	for _, line := range lines {
		name := line.Name
		switch line.Kind {
		case consent.KindKey:
			continue // the platform's own word; its tool's tracker stands beside it
		case consent.KindPurpose:
			name = s.shortTitle(code, line.Purpose)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
