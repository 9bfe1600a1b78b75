package proof

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"charte/internal/consent"
)

// InForce is a text that visitors without a choice were shown during a period.
type InForce struct {
	Language string
	Surface  consent.Surface
	// Period holds the text version, and from when until when it was in force.
	Period consent.Period
}

// OnDay returns the texts in force on a UTC day, by language and surface, then in order:
// several of one surface if it changed during that day. It fails if the day is not
// written as 2027-03-12, begins after now, or precedes the first text. The history does
// not note the end of a text whose language was removed from the charter.
func OnDay(history []consent.Period, day string, now time.Time) ([]InForce, error) {
	from, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil, fmt.Errorf("%q: write a day as 2026-03-31", day)
	}
	if from.After(now) {
		return nil, fmt.Errorf("%s is in the future", day)
	}
	var found []InForce
	var first time.Time
	for _, p := range history {
		place, isText := strings.CutPrefix(p.Name, "text ")
		if !isText {
			continue
		}
		if first.IsZero() || p.From.Before(first) {
			first = p.From
		}
		if p.From.Before(from.AddDate(0, 0, 1)) && (p.Until.IsZero() || p.Until.After(from)) {
			language, surface, _ := strings.Cut(place, " ")
			found = append(found, InForce{language, consent.Surface(surface), p})
		}
	}
	switch {
	case first.IsZero():
		return nil, errors.New("the registry notes no text in force")
	case len(found) == 0:
		return nil, fmt.Errorf("%s is before the first text in the registry, which was in force from %s", day, first.Format(time.DateOnly))
	}
	slices.SortStableFunc(found, func(a, b InForce) int {
		return cmp.Or(cmp.Compare(a.Language, b.Language), cmp.Compare(a.Surface, b.Surface))
	})
	return found, nil
}
