package consent

import (
	"errors"
	"fmt"
	"regexp"
	"time"
)

// Entry is one decision, before the registry numbers and chains it. It has no address,
// agent, path or account, and never will (GDPR art. 5(1)(c)).
type Entry struct {
	// Time is in UTC, to the second; [Entry.Cut] has cut it to the day where
	// nothing is granted and no receipt ended.
	Time     time.Time
	Decision Decision
	// Choice has every purpose that was asked about, true and false alike.
	Choice Choice
	// Scope and Text are the hashes of the scope that was asked for and of the text that was
	// shown. Text is empty for a refusal sent without one.
	Scope, Text string
	// Language is that of the page that was shown.
	Language string
	// Portal is the origin of the portal that the visitor came from; empty when
	// the visitor came to the charter by itself.
	Portal string
	// GPC reports whether the browser sent Sec-GPC: 1.
	GPC bool
	// Receipt is the random id given to a visitor who granted something; Ends is
	// the receipt of the grant that this decision replaces. If both are the same, a
	// part of that grant was taken back: nothing new was granted, so such an entry may
	// have no text.
	Receipt, Ends string
}

// Cut returns the entry with its time in UTC, to the second where something is
// granted or ended, to the day otherwise: proof needs no finer time for a refusal.
func (e Entry) Cut() Entry {
	if e.Choice.Grants() || e.Ends != "" {
		e.Time = e.Time.UTC().Truncate(time.Second)
	} else {
		e.Time = utcDay(e.Time)
	}
	return e
}

// portal matches an origin or an empty text. It excludes control characters and invalid
// UTF-8 (read as U+FFFD), which not every database stores.
var portal = regexp.MustCompile(`^(https?://[^\s\p{C}\p{Z}\x{FFFD}/?#@\\]{1,255})?$`)

// Check fails if the entry cannot become a record.
func (e Entry) Check() error {
	switch {
	case e.Decision != Accept && e.Decision != Refuse && e.Decision != Custom && e.Decision != Seen:
		return ErrDecision
	case !IsHash(e.Scope):
		return errors.New("scope is not a hash")
	case e.Text != "" && !IsHash(e.Text):
		return errors.New("text is not a hash")
	case e.Text == "" && e.Choice.Grants() && e.Receipt != e.Ends:
		return errors.New("a grant must cite the text that was shown")
	case e.Choice.Grants() != (e.Receipt != ""):
		return errors.New("a receipt belongs to a grant, and to nothing else")
	case e.Receipt != "" && !ValidReceipt(e.Receipt), e.Ends != "" && !ValidReceipt(e.Ends):
		return errors.New("not a receipt id")
	case !isLanguage(e.Language):
		return errors.New("not a language code")
	case !isPlainOrigin(e.Portal) && !portal.MatchString(e.Portal):
		return errors.New("portal is not an origin")
	case e.Time.UTC().Year() < 1 || e.Time.UTC().Year() > 9999:
		return errors.New("the year is not between 1 and 9999")
	}
	for id := range e.Choice {
		if err := CheckPurposeID(id); err != nil {
			return fmt.Errorf("purpose %q: %w", id, err)
		}
	}
	return nil
}
