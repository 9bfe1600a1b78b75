package handlers

import (
	"strings"
	"time"

	"charte/internal/cache"
	"charte/internal/consent"
)

// verdicts validates choice cookies and caches the results. Decoding a cookie takes
// longer than the rest of a frame's response, and all visitors who made the same
// choice on the same day have the same cookie value.
type verdicts struct {
	terms consent.Terms
	now   func() time.Time
	cache *cache.Cache[judgedCookie, consent.Verdict]
}

// judgedCookie is the cache key. A verdict depends on the day, because a choice
// becomes valid and expires at midnight UTC.
type judgedCookie struct {
	value string
	day   int64 // days since 1970
}

// verdictsMemory limits the memory of the cached verdicts, in bytes.
const verdictsMemory = 2 << 20

func newVerdicts(terms consent.Terms, now func() time.Time) *verdicts {
	const overhead = 1024 // of a verdict, in bytes, besides the cookie's value
	weight := func(c judgedCookie, _ consent.Verdict) int { return len(c.value) + overhead }
	return &verdicts{terms: terms, now: now, cache: cache.New(verdictsMemory, weight)}
}

// judge validates the values of all cookies of the choice's name. It caches only
// verdicts on well-formed values, so that forged cookies do not evict the others.
// Callers share the verdict and must not modify it.
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
	objected := verdict.Preferences.Objection.Made() && !verdict.Stranger
	if verdict.Valid || len(verdict.Added) > 0 || objected {
		key.value = strings.Clone(key.value) // the value alone, not the whole header
		v.cache.Put(key, verdict)
	}
	return verdict
}
