package consent

import "time"

// Months is how long a choice holds, accepted or refused alike, in calendar
// months (CNIL 2020-092 §35-39). 180 days would fall short of "six months".
const Months = 6

// Preferences is a choice as stored in the visitor's browser. It holds no
// identifier: equal choices on the same day have the same value (C-23).
type Preferences struct {
	Choice Choice
	// Day is the UTC day of the decision, at midnight.
	Day time.Time
	// Scope is the id of the scope that was agreed to or refused ([Scope.ID]); empty if
	// the visitor objected without having answered.
	Scope string
	// Objection is stored in the same cookie.
	Objection Objection
}

// Allows reports whether the trackers of a purpose may run: it was granted, or it is
// exempt and the visitor did not object.
func (p Preferences) Allows(purpose Purpose) bool {
	if purpose.Exempt {
		return !purpose.Objection || !p.Objection.To(purpose.ID)
	}
	return p.Choice[purpose.ID]
}

// Unanswered returns the preferences that store an objection while no choice holds.
func Unanswered(o Objection) Preferences { return Preferences{Day: o.Day, Objection: o} }

// NewPreferences returns the preferences that store a choice made now.
func NewPreferences(choice Choice, now time.Time, scope Scope) Preferences {
	return Preferences{Choice: choice, Day: utcDay(now), Scope: scope.ID()}
}

// Expires returns when the choice no longer holds: six calendar months after the end of
// its day, so that the cut to the day never shortens it.
func (p Preferences) Expires() time.Time { return Later(p.Day, Months).AddDate(0, 0, 1) }

// LastDay returns the day on which the browser deletes the cookie, the objection included:
// six months after the later decision. A grant never lasts longer because of an
// objection.
func (p Preferences) LastDay() time.Time {
	if !p.Choice.Grants() && p.Objection.Day.After(p.Day) {
		return Later(p.Objection.Day, Months)
	}
	return Later(p.Day, Months)
}

// Later returns the same day and hour a number of calendar months later, or earlier if
// the number is negative. If that month has no such day, it returns the last one.
func Later(t time.Time, months int) time.Time {
	later := t.AddDate(0, months, 0)
	if later.Day() != t.Day() { // AddDate continues in the month after
		later = later.AddDate(0, 0, -later.Day())
	}
	return later
}

func utcDay(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
