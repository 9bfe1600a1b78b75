package charter

import "time"

// Settings is the front matter of charter.md: the facts that are the same in
// every language.
type Settings struct {
	// Language is the code of the language that charter.md is written in.
	Language string
	// Platform is the address of the portal that the charter describes.
	Platform string
	// Controller decides on purposes and means (GDPR art. 4(7)).
	Controller Controller
	// Effective is the first day on which the charter applies, in UTC.
	Effective time.Time
	// Sites lists all sites that the choice covers; the banner names them.
	Sites []Site
	// NothingToAsk selects what is shown when no purpose needs consent today.
	NothingToAsk NothingToAsk
	// Accessibility is the accessibility statement, or the address of the portal's.
	Accessibility Statement
	// Colour is the brand's colour as #rgb or #rrggbb, from which all others are derived;
	// if empty, the colours are the built-in ones.
	Colour string
	// LegalNotice is the address of the legal notice; if empty, no link is shown.
	LegalNotice string
	// Heights lists the height of the framed banner by the window's width,
	// narrowest first, for the language that needs most room. It is never empty.
	Heights []Height
	// Handle is the size of the small frame that is shown after a choice.
	Handle Size
	// RefusalObjects reports whether a refusal of everything also objects to the exempt
	// purposes that visitors can object to. The banner states which.
	RefusalObjects bool
	// RetentionConfirmed is the period of record retention that the
	// data-protection officer confirmed, as written ("66 mois"); empty if not
	// confirmed.
	RetentionConfirmed string
	// PlatformAudited is the day of the last audit of what the portal runs before
	// a visitor chooses; zero if there was no audit.
	PlatformAudited time.Time
	// TextsReviewed lists the languages whose built-in texts, those that no native reader
	// has reviewed yet, the operator had reviewed.
	TextsReviewed []string
}

// Controller is the authority responsible for the trackers. Contact and DPO are
// e-mail or web addresses; they are shown only if not empty.
type Controller struct{ Name, Contact, DPO string }

// Site is a site that the choice covers. Origin is scheme and host, without path.
type Site struct{ Name, Origin string }

// NothingToAsk selects what is shown when every purpose is declared empty.
type NothingToAsk string

// The values of [NothingToAsk].
const (
	Ask    NothingToAsk = "ask"    // ask about the purposes in advance; each states that nothing is set today
	Notice NothingToAsk = "notice" // one button, "seen": neither consent nor refusal
	None   NothingToAsk = "none"   // no banner
)

// Height is the height of the banner, in CSS pixels, in windows at least Width
// pixels wide, up to the Width of the next entry.
type Height struct{ Width, Height int }

// Size is a width and a height in CSS pixels.
type Size struct{ Width, Height int }
