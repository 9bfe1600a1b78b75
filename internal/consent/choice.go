package consent

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Choice maps each purpose to whether it is granted. A purpose that is not in it is
// refused: silence never grants (CNIL 2020-091 §26).
type Choice map[string]bool

// Grants reports whether any purpose is granted. A choice that grants nothing is a
// refusal, whatever the button was.
func (c Choice) Grants() bool {
	for _, granted := range c {
		if granted {
			return true
		}
	}
	return false
}

// And returns the purposes that both choices grant, over the purposes of c.
func (c Choice) And(other Choice) Choice {
	both := make(Choice, len(c))
	for id, granted := range c {
		both[id] = granted && other[id]
	}
	return both
}

// Within reports whether c grants nothing that other does not grant.
func (c Choice) Within(other Choice) bool { return maps.Equal(c, c.And(other)) }

// Decision is the act by which a visitor chooses.
type Decision string

// The decisions. Seen exists in notice mode only: nothing was asked, so it is
// neither a consent nor a refusal, and is counted apart.
const (
	Accept Decision = "accept"
	Refuse Decision = "refuse"
	Custom Decision = "custom"
	Seen   Decision = "seen"
)

// The decisions about purposes to which one can object. They are counted, and never
// recorded.
const (
	Object Decision = "object"
	Allow  Decision = "allow"
)

var (
	// ErrDecision is returned for any other decision than the four.
	ErrDecision = errors.New("the decision must be accept, refuse, custom or seen")
	// ErrUnknownPurpose is returned for a purpose that is not asked about.
	ErrUnknownPurpose = errors.New("no such purpose is asked about")
)

// Choice returns what the decision means for the purposes asked about. ticked
// counts with Custom only: a refusal with a box ticked is a refusal.
func (d Decision) Choice(asked []Purpose, ticked []string) (Choice, error) {
	choice := make(Choice, len(asked))
	for _, p := range asked {
		choice[p.ID] = d == Accept
	}
	switch d {
	case Accept, Refuse, Seen:
		return choice, nil
	case Custom:
	default:
		return nil, ErrDecision
	}
	for _, id := range ticked {
		if !slices.ContainsFunc(asked, func(p Purpose) bool { return p.ID == id }) {
			return nil, fmt.Errorf("%w: %q", ErrUnknownPurpose, id)
		}
		choice[id] = true
	}
	return choice, nil
}
