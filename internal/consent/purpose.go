package consent

import (
	"errors"
	"fmt"
	"slices"
)

// MaxPurposes is how many purposes one charter may declare. With ids of
// [MaxPurposeID] bytes the cookie then stays under 1,024 bytes.
const MaxPurposes = 12

// MaxPurposeID is the longest purpose id, in bytes.
const MaxPurposeID = 32

// Purpose is one reason for which trackers are set, and for which consent is
// asked with one yes or no (GDPR art. 6(1)(a); CNIL 2020-091 §19).
type Purpose struct {
	// ID names the purpose in forms, in the cookie and in the record.
	ID string
	// Exempt purposes are strictly necessary: no consent is asked (loi 78-17 art. 82).
	Exempt bool
	// Objection reports whether visitors can object to an exempt purpose.
	Objection bool
	// NoneToday is the operator's explicit statement that no tracker of this
	// purpose is set. It is never inferred from an empty table.
	NoneToday bool
	// PlatformKeys are the keys of the platform's own reader that this purpose opens:
	// where it is granted, or, with Objection, until the visitor objects.
	PlatformKeys []string
	// Providers are the names of the companies that set or read the trackers.
	Providers []string
	// Trackers are names or patterns ("*" matches any run, "#" digits).
	Trackers []string
}

var (
	// ErrPurposeID describes the form of an id.
	ErrPurposeID = fmt.Errorf("a purpose id is 1 to %d characters: a lower-case letter, then letters, digits or _", MaxPurposeID)
	// ErrPurposeClash is returned for an id that is a key of the cookie.
	ErrPurposeClash = errors.New("this id is a key that the cookie uses itself; choose another")
)

// CheckPurposeID fails if id cannot name a purpose.
func CheckPurposeID(id string) error {
	if len(id) > MaxPurposeID || !isPurposeID(id) {
		return ErrPurposeID
	}
	if slices.Contains(platformKeys, id) || slices.Contains(ownKeys, id) {
		return ErrPurposeClash
	}
	return nil
}

// Asked returns the purposes for which consent is asked, in order.
func Asked(all []Purpose) []Purpose {
	var asked []Purpose
	for _, p := range all {
		if !p.Exempt {
			asked = append(asked, p)
		}
	}
	return asked
}

// NothingToAsk reports whether no purpose needs consent today: every purpose that is
// not exempt is declared empty.
func NothingToAsk(all []Purpose) bool {
	for _, p := range Asked(all) {
		if !p.NoneToday {
			return false
		}
	}
	return true
}
