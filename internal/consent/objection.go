package consent

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// Objection is what a visitor decided about the purposes that run without consent until
// they object (GDPR art. 21; H-04). It does not depend on the choice about the others.
type Objection struct {
	// Purposes are the ids of the purposes objected to. It is empty if the visitor took
	// every objection back, which outweighs a signal.
	Purposes []string
	// Day is the UTC day of the visitor's last act; zero if there was none.
	Day time.Time
	// Signal reports whether the browser sends Sec-GPC: 1, which counts as an objection
	// to every purpose until the visitor acts (S-04). It is not part of the cookie.
	Signal bool
}

// Objectable returns the purposes to which visitors can object, in order.
func Objectable(all []Purpose) []Purpose {
	var objectable []Purpose
	for _, p := range all {
		if p.Objection {
			objectable = append(objectable, p)
		}
	}
	return objectable
}

// Made reports whether the visitor ever objected, or took an objection back.
func (o Objection) Made() bool { return !o.Day.IsZero() }

// To reports whether the visitor objected to the purpose with that id. A signal does not
// count.
func (o Objection) To(id string) bool { return slices.Contains(o.Purposes, id) }

// With returns the objection after the visitor also objected to the purposes with the
// given ids. all are the purposes of the charter.
func (o Objection) With(all []Purpose, ids []string, now time.Time) Objection {
	return o.decided(all, now, func(id string, had bool) bool { return had || slices.Contains(ids, id) })
}

// Without returns the objection after the visitor took it back for the purposes with the
// given ids. all are the purposes of the charter.
func (o Objection) Without(all []Purpose, ids []string, now time.Time) Objection {
	return o.decided(all, now, func(id string, had bool) bool { return had && !slices.Contains(ids, id) })
}

// decided returns the objection after an act. objects reports whether it applies to a
// purpose, given whether it did before. Before the first act, a signal counts as an
// objection to every purpose.
func (o Objection) decided(all []Purpose, now time.Time, objects func(id string, had bool) bool) Objection {
	next := Objection{Day: utcDay(now)}
	for _, p := range Objectable(all) {
		had := o.To(p.ID) || !o.Made() && o.Signal
		if objects(p.ID, had) {
			next.Purposes = append(next.Purposes, p.ID)
		}
	}
	return next
}

// among returns the objection with the ids of the given purposes only, in their order.
// It is zero if visitors can object to none of them.
func (o Objection) among(all []Purpose) Objection {
	objectable := Objectable(all)
	if len(objectable) == 0 {
		return Objection{}
	}
	known := Objection{Day: o.Day}
	for _, p := range objectable {
		if o.To(p.ID) {
			known.Purposes = append(known.Purposes, p.ID)
		}
	}
	return known
}

// or returns the objection to everything that o or other objects to.
func (o Objection) or(other Objection) Objection {
	if o.Day.Before(other.Day) {
		o.Day = other.Day
	}
	o.Purposes = append(slices.Clone(o.Purposes), other.Purposes...)
	return o
}

// closes reports whether the visitor objected to a purpose that names the platform's key.
func (o Objection) closes(all []Purpose, key string) bool {
	return slices.ContainsFunc(all, func(p Purpose) bool { return p.runs(key) && o.To(p.ID) })
}

// idSeparator separates the ids in the cookie. The platform's reader cannot decode a
// space, and kit 2 compares values between commas.
const idSeparator = "."

func (o Objection) ids() string { return strings.Join(o.Purposes, idSeparator) }

// parseIDs reads back what ids wrote.
func parseIDs(text string) ([]string, error) {
	if text == "" {
		return nil, nil
	}
	ids := strings.Split(text, idSeparator)
	if len(ids) > MaxPurposes {
		return nil, errors.New("more purposes than a charter can have")
	}
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			return nil, errors.New("a purpose occurs twice")
		}
		if err := CheckPurposeID(id); err != nil {
			return nil, err
		}
	}
	return ids, nil
}
