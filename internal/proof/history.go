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

// valueAt returns what was in force at a time; before the first note, and on the
// day of it (refusals are dated to the day), what was noted first.
func valueAt(periods []consent.Period, at time.Time) string {
	value := ""
	for i, p := range periods {
		if i == 0 || !p.From.After(at) {
			value = p.Value
		}
	}
	return value
}
