package proof

import (
	"slices"
	"time"

	"charte/internal/consent"
)

// named returns the periods of one name.
func named(all []consent.Period, name string) []consent.Period {
	return slices.DeleteFunc(slices.Clone(all), func(p consent.Period) bool { return p.Name != name })
}

// valueAt returns the value in force at a time. Before the start of the first period it
// returns the first value: refusals are dated to the day, so one on the first day
// may be dated before that start.
func valueAt(periods []consent.Period, at time.Time) string {
	value := ""
	for i, p := range periods {
		if i == 0 || !p.From.After(at) {
			value = p.Value
		}
	}
	return value
}
