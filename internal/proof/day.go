package proof

import (
	"cmp"
	"slices"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
)

// InForce is a text that visitors without a choice were shown during a period.
type InForce struct {
	Language string
	Surface  consent.Surface
	// Period holds the text version, and from when until when it was in force.
	Period consent.Period
}

// ParseDay returns a UTC day written as 2027-03-12. It fails if the text is not such a
// day, or if the day begins after now.
func ParseDay(text string, now time.Time) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, message.Errorf("%q: write a day as 2026-03-31", text)
	}
	if day.After(now) {
		return day, message.Errorf("%s is in the future; give a day until today", text)
	}
	return day, nil
}

// OnDay returns the texts in force on a UTC day, sorted by language, surface and start.
// If a text changed during that day, each version is returned. OnDay fails if no text
// was in force.
func OnDay(history []consent.Period, day time.Time) ([]InForce, error) {
	var found []InForce
	for _, p := range history {
		language, surface, isText := consent.TextOf(p.Name)
		if isText && p.Value != "" && p.From.Before(day.AddDate(0, 0, 1)) && (p.Until.IsZero() || p.Until.After(day)) {
			found = append(found, InForce{language, surface, p})
		}
	}
	if len(found) == 0 {
		return nil, noText(history, day)
	}
	slices.SortStableFunc(found, func(a, b InForce) int {
		return cmp.Or(cmp.Compare(a.Language, b.Language), cmp.Compare(a.Surface, b.Surface))
	})
	return found, nil
}

// FirstText returns when the first text came into force; zero: the history has none.
func FirstText(history []consent.Period) (first time.Time) {
	for _, p := range history {
		if _, _, isText := consent.TextOf(p.Name); isText && (first.IsZero() || p.From.Before(first)) {
			first = p.From
		}
	}
	return first
}

// noText returns the reason why no text was in force on a day.
func noText(history []consent.Period, day time.Time) error {
	first := FirstText(history)
	if first.IsZero() {
		return message.Errorf("the registry notes no text in force: the service has not been started with it yet")
	}
	if day.AddDate(0, 0, 1).After(first) {
		return message.Errorf("%s: no text was shown on that day, because the charter asked nothing; give another day", day.Format(time.DateOnly))
	}
	return message.Errorf("%s is before the first text in the registry, which was in force from %s; give a later day", day.Format(time.DateOnly), first.Format(time.DateOnly))
}
