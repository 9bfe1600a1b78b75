package consent

import (
	"fmt"
	"slices"
	"time"
)

// Verdict is the result of judging the visitor's cookie. The zero value asks.
type Verdict struct {
	// Valid reports whether the choice below holds, so that no banner is needed. If it
	// is false, nothing is granted.
	Valid bool
	// Preferences is the choice over today's purposes, if Valid. Its Objection holds in
	// any case: it does not depend on the scope, and a conflict does not take it back.
	Preferences Preferences
	// Added lists the additions to the scope for which the visitor is asked again. It
	// is empty unless they are the only reason.
	Added []ScopeLine
	// Stranger reports that the choice cites a scope that was never in force here:
	// another charter writes the same cookie, or the registry was replaced.
	Stranger bool
	// Conflict reports that the request contains several cookies of the choice's name
	// with different values. Stranger is then set if one of them cites an unknown scope.
	Conflict bool
	// Why describes the fault, for tests; it is never logged.
	Why string
}

// Terms hold the purposes and scopes against which [Terms.Judge] checks a choice.
type Terms struct {
	// Purposes is every purpose of the current charter.
	Purposes []Purpose
	// Scope is the scope of those purposes.
	Scope Scope
	// Known returns the scope with the given id, if it was ever in force. A
	// cookie that cites an unknown scope grants nothing.
	Known func(id string) (Scope, bool)
	// Covered are the scopes that are new readings of charters served before.
	Covered Coverages
}

// Judge judges the values of all cookies of the choice's name in one request. They are
// untrusted: any sibling host can write them. In any doubt, nothing is granted and the
// visitor is asked (CNIL 2020-091 §26-30). Two values that differ are a doubt, because
// RFC 6265bis gives no order to rely on.
func (t Terms) Judge(values []string, now time.Time) Verdict {
	if len(values) == 0 {
		return Verdict{Why: "no choice yet"}
	}
	for _, v := range values[1:] {
		if v != values[0] {
			return t.judgeTwins(values, now)
		}
	}
	s, err := decode(values[0])
	if err != nil {
		return Verdict{Why: err.Error()}
	}
	if why := s.checkDays(now); why != "" {
		return Verdict{Why: why}
	}
	v := t.judgeChoice(s, now)
	v.Preferences.Objection = s.Objection.among(t.Purposes)
	return v
}

// judgeTwins judges values that disagree: no choice holds, and every objection does.
func (t Terms) judgeTwins(values []string, now time.Time) Verdict {
	v := Verdict{Conflict: true, Stranger: t.foreign(values), Why: "two cookies that disagree"}
	var all Objection
	for _, value := range values {
		if s, err := decode(value); err == nil && s.checkDays(now) == "" {
			all = all.or(s.Objection)
		}
	}
	v.Preferences.Objection = all.among(t.Purposes)
	return v
}

// Recognizes reports whether every value is written as [Encode] writes it and cites
// a known scope, today's or an earlier one. It ignores the choice and its age.
func (t Terms) Recognizes(values []string) bool {
	for _, value := range values {
		s, err := decode(value)
		if err != nil {
			return false
		}
		if _, known := t.Known(s.Scope); s.Scope == "" || !known {
			return false
		}
	}
	return true
}

// foreign reports whether a value cites a scope that is not known.
func (t Terms) foreign(values []string) bool {
	for _, value := range values {
		if s, err := decode(value); err == nil && s.Scope != "" {
			if _, known := t.Known(s.Scope); !known {
				return true
			}
		}
	}
	return false
}

func (s stored) checkDays(now time.Time) string {
	tomorrow := now.Add(24 * time.Hour)
	if s.Day.After(tomorrow) || s.Objection.Day.After(tomorrow) {
		return "dated more than a day ahead"
	}
	if !now.Before(s.LastDay().AddDate(0, 0, 1)) {
		return "expired"
	}
	return ""
}

func (t Terms) judgeChoice(s stored, now time.Time) Verdict {
	if s.Scope == "" {
		return Verdict{Why: "an objection without an answer"}
	}
	if !now.Before(s.Expires()) {
		return Verdict{Why: "expired, but for the objection"}
	}
	agreed, ok := t.Known(s.Scope)
	if !ok {
		return Verdict{Stranger: true, Why: "of an unknown scope"}
	}
	if err := t.agrees(s, agreed); err != nil {
		return Verdict{Why: err.Error()}
	}
	if added := t.Scope.Reasks(t.Covered.Widen(agreed), s.Choice); len(added) > 0 {
		return Verdict{Added: added, Why: "the scope has grown"}
	}
	p := s.Preferences
	p.Choice = make(Choice)
	for _, purpose := range Asked(t.Purposes) {
		p.Choice[purpose.ID] = s.Choice[purpose.ID]
	}
	return Verdict{Valid: true, Preferences: p}
}

// agrees checks the cookie against the scope that it cites: its purposes are
// exactly that scope's, and each platform key follows from its answers.
func (t Terms) agrees(s stored, scope Scope) error {
	asked := scope.Purposes()
	for id := range s.Choice {
		if !slices.ContainsFunc(asked, func(p Purpose) bool { return p.ID == id }) {
			return fmt.Errorf("purpose %q was not in its scope", id)
		}
	}
	for _, p := range asked {
		if _, ok := s.Choice[p.ID]; !ok {
			return fmt.Errorf("purpose %q is missing", p.ID)
		}
	}
	for _, key := range platformKeys {
		if !t.follows(s, key, opened(asked, s.Choice, key)) {
			return fmt.Errorf("the platform's key %s does not follow from the choice", key)
		}
	}
	return nil
}

// follows reports whether the value of a platform key agrees with the answers. The key
// may be open if a granted purpose of the scope opens it, or if an exempt purpose of
// today's charter uses it and the visitor did not object. It may be closed in spite of
// that if an objection, or a signal to an exempt purpose, explains it. So if a key is
// removed from an exempt purpose, only visitors whose cookie has it open are asked again.
func (t Terms) follows(s stored, key string, granted bool) bool {
	if key == functionalKey {
		return s.platform[key]
	}
	exempt := runs(t.Purposes, key)
	if s.platform[key] {
		return (granted || exempt) && !s.Objection.closes(t.Purposes, key)
	}
	return !granted || exempt || len(s.Objection.Purposes) > 0
}
