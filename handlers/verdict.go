package handlers

import (
	"strings"
	"time"

	"charte/internal/consent"
)

// judged is what a visitor's cookie is worth, and the choice that holds in its
// canonical form. Visitors share it: nothing may change it.
type judged struct {
	verdict consent.Verdict
	choice  string // empty: none holds
}

// presented is all that a verdict depends on beside the charter: a choice begins
// and ends to count at midnight UTC.
type presented struct {
	value string
	day   int64 // days since 1970
}

// verdictsMemory bounds the verdicts remembered, in bytes. All who chose the same
// on the same day hold the same value, so there are few.
const verdictsMemory = 2 << 20

func newVerdicts() *memo[presented, judged] {
	const bookkeeping = 1024 // what a verdict takes beside the cookie's value
	return newMemo(verdictsMemory, func(p presented, _ judged) int { return len(p.value) + bookkeeping })
}

// judge judges the values of all cookies of our name. Only what is well-formed is
// remembered: made-up cookies must not drive out the others.
func (s *service) judge(values []string) judged {
	now := s.Now()
	if len(values) != 1 {
		return judged{verdict: s.terms.Judge(values, now)}
	}
	key := presented{values[0], now.Unix() / int64(24*time.Hour/time.Second)}
	if known, ok := s.verdicts.get(key); ok {
		return known
	}
	made := judged{verdict: s.terms.Judge(values, now)}
	if made.verdict.Valid {
		made.choice = made.verdict.Preferences.Choice.String()
	}
	if made.verdict.Valid || len(made.verdict.Added) > 0 {
		key.value = strings.Clone(key.value) // and not the whole header with it
		s.verdicts.put(key, made)
	}
	return made
}
