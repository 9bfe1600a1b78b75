package charter

import (
	"time"

	"charte/internal/consent"
)

// Set is one charter in all its languages, as read from charter.md (the
// original, French) and charter.xx.md (the others). It does not change once
// loaded.
type Set struct {
	Settings
	// Purposes are the declared purposes in the order of the front matter, with
	// the trackers of their tables. They are the same in every language.
	Purposes []consent.Purpose
	// Declared says more of each of Purposes, for those who check the charter.
	Declared []Declaration
	// Languages are the codes of the languages, the original first.
	Languages []string
	// Warnings are what was read but should be looked at.
	Warnings []Fault

	charters map[string]*Charter
	lines    map[string]int // of the front matter's keys, "controller.contact" among them
}

// In returns the charter in a language of Languages; nil for any other.
func (s *Set) In(language string) *Charter { return s.charters[language] }

// Settings is the front matter: the facts that are the same in every language.
type Settings struct {
	// Platform is the address of the portal that the charter is about.
	Platform string
	// Controller is who decides on purposes and means (GDPR art. 4(7)).
	Controller Controller
	// Effective is the day from which the charter holds, in UTC.
	Effective time.Time
	// Sites are all sites that the choice covers; the banner names them.
	Sites []Site
	// NothingToAsk says what to do when no purpose needs consent today.
	NothingToAsk NothingToAsk
	// Accessibility is "totalement", "partiellement" or "non": the mention that
	// French law asks of a public body. "non" until an audit says otherwise.
	Accessibility string
	// LegalNotice is the address of the legal notice; empty: not shown.
	LegalNotice string
	// Heights says how tall the framed banner is by the window's width, narrowest
	// first; the longest of all languages counts. Never empty.
	Heights []Height
	// Handle is the size of the small frame that stays after a choice.
	Handle Size
	// RetentionConfirmed is for how long the data-protection officer agreed that
	// records are kept, as written ("66 mois"); empty until then.
	RetentionConfirmed string
	// PlatformAudited is the day on which somebody looked at what the portal runs
	// for a visitor who has not chosen; zero until then.
	PlatformAudited time.Time
}

// Controller is who answers for the trackers. Contact and DPO are an e-mail or
// web address; they stay empty, and are not shown, until the operator gives them.
type Controller struct{ Name, Contact, DPO string }

// Site is a site that the choice covers. Origin is scheme and host, no path.
type Site struct{ Name, Origin string }

// NothingToAsk is what happens when every purpose is declared empty.
type NothingToAsk string

// The ways of [NothingToAsk].
const (
	Ask    NothingToAsk = "ask"    // offer the purposes ahead, each saying that nothing is set today
	Notice NothingToAsk = "notice" // one button, "seen": neither consent nor refusal
	None   NothingToAsk = "none"   // no banner
)

// Charter is the text in one language.
type Charter struct {
	Language string
	// Title is the first heading, as plain text.
	Title string
	// LogoAlt is what the operator's logo says, for those who do not see it; empty
	// where the front matter does not say it.
	LogoAlt string
	// Lead is the safe HTML between the title and the first section.
	Lead string
	// Sections are the rest, in order.
	Sections []Section
	// Purposes are the texts of Set.Purposes, in the same order.
	Purposes []PurposeText
}

// Section is a heading with what follows it up to the next heading.
type Section struct {
	// ID is the fragment of the heading, unique in the page.
	ID string
	// Level is 2 or more: the title alone is level 1.
	Level int
	// Title is the heading as plain text, Heading as safe inline HTML.
	Title, Heading string
	// HTML is the safe HTML below the heading, tables included.
	HTML string
	// Purpose is the id of the purpose that the section declares; empty for
	// ordinary sections.
	Purpose string
	// Line is where the heading stands, from 1.
	Line int
}

// PurposeText is what is said of a purpose.
type PurposeText struct {
	ID string
	// Title is the heading of its section, Short the name in the banner (60
	// characters at most), Description the first paragraph: all plain text.
	Title, Short, Description string
	// Without is what is missing from the portal where the purpose is refused, 60
	// characters at most, as it follows the word "without": "the videos". Empty if
	// nothing is.
	Without  string
	Trackers []Tracker
	// Line is where its heading stands, from 1; 0 where it has no section.
	Line int

	columns []role // of its first table; empty where it has none
}

// Tracker is one declared cookie. A row that names several gives several.
type Tracker struct {
	// Name is an exact name or a pattern ("*" any run, "#" digits).
	Name string
	// Provider, Service, Purpose and Duration are the row's cells as plain text;
	// empty where the table has no such column or the cell is empty.
	Provider, Service, Purpose, Duration string
	// Line is where the row stands, from 1.
	Line int
}
