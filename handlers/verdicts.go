package handlers

import (
	"strings"
	"time"

	"charte/internal/cache"
	"charte/internal/consent"
)

// verdicts judges cookies and caches what it found. Decoding a cookie takes longer
// than all the rest of a frame's answer, and everybody who chose the same on the
// same day holds the same value.
type verdicts struct {
	terms consent.Terms
	now   func() time.Time
	cache *cache.Cache[judgedCookie, consent.Verdict]
}

// judgedCookie is everything that a verdict depends on beside the charter: a
// choice begins and ends to count at midnight UTC.
type judgedCookie struct {
	value string
	day   int64 // days since 1970
}

// verdictsMemory bounds the cached verdicts, in bytes.
const verdictsMemory = 2 << 20

func newVerdicts(terms consent.Terms, now func() time.Time) *verdicts {
	const bookkeeping = 1024 // what a verdict takes beside the cookie's value
	weight := func(c judgedCookie, _ consent.Verdict) int { return len(c.value) + bookkeeping }
	return &verdicts{terms: terms, now: now, cache: cache.New(verdictsMemory, weight)}
}

// judge judges the values of all cookies of the choice's name. Only well-formed
// values are cached, so that made-up cookies do not displace the others. Callers
// share the verdict and must not change it.
func (v *verdicts) judge(values []string) consent.Verdict {
	now := v.now()
	if len(values) != 1 {
		return v.terms.Judge(values, now)
	}
	key := judgedCookie{values[0], now.Unix() / int64(24*time.Hour/time.Second)}
	if verdict, ok := v.cache.Get(key); ok {
		return verdict
	}
	verdict := v.terms.Judge(values, now)
	if verdict.Valid || len(verdict.Added) > 0 {
		key.value = strings.Clone(key.value) // without the whole header
		v.cache.Put(key, verdict)
	}
	return verdict
}
