package views

import (
	"github.com/a-h/templ"

	"charte/internal/i18n"
	"charte/internal/textdiff"
)

// OperatorPage is one of the pages of those who run the service, in one language.
type OperatorPage struct {
	Words            *i18n.Words
	Controller       string
	Stylesheet, Icon string
	// Name is the page's: the key of its title without operator_.
	Name      string
	Languages []LanguageLink
	Nav       []OperatorLink
	// Faults are what is wrong with the content folder, a line each, while the
	// content before is served.
	Faults []string
	// Served are the faults of what is served, in ServedLang, which may not be the
	// page's language; ServedLead counts them.
	Served                 []TestFinding
	ServedLead, ServedLang string
}

// OperatorLink leads to another page, or to the same in another way.
type OperatorLink struct {
	Name    string
	Address templ.SafeURL
	Current bool
}

// OperatorFact is one thing that is so: a name and what it is, in the page's words.
type OperatorFact struct {
	Name, Value string
	// Code says that the value is a hash or a name, to be set as such.
	Code bool
}

// OverviewPage holds the figures of a period.
type OverviewPage struct {
	OperatorPage
	Periods []OperatorLink
	Lead    string
	Facts   []OperatorFact
	Figures []Figure
}

// VersionsPage lists what visitors were asked and shown, over time.
type VersionsPage struct {
	OperatorPage
	Changes []VersionChange
	Counts  Figure
	Texts   []VersionText
}

// VersionChange is a change of what consent is asked for.
type VersionChange struct {
	Since, ID      string
	Added, Removed []string
	Again          bool
}

// VersionText is one surface in one language, with its texts, newest first.
type VersionText struct {
	Title string
	Rows  []VersionRow
}

// VersionRow is a text that was in force. Before is empty for the first.
type VersionRow struct {
	Since, Version  string
	Address, Before templ.SafeURL
}

// DifferencePage says what changed between two texts.
type DifferencePage struct {
	OperatorPage
	Lead   string
	Pieces []textdiff.Piece
	Back   templ.SafeURL
}

// TextPage shows a text as it was, in a frame that can do nothing.
type TextPage struct {
	OperatorPage
	Facts []OperatorFact
	Frame templ.SafeURL
	Back  templ.SafeURL
}

// HealthPage says how the registry and the content are.
type HealthPage struct {
	OperatorPage
	// Problems are what is wrong with the registry; Verdict is what was verified and
	// found unchanged, empty where the chain is broken.
	Problems []string
	Verdict  string
	Facts    []OperatorFact
	Content  []OperatorFact
	// Strangers says that visitors bring choices of another charter; empty: none did.
	Strangers string
	// Dossier is where the file for an authority is made; empty: not offered here.
	Dossier templ.SafeURL
}

// KitsPage holds what a webmaster pastes.
type KitsPage struct {
	OperatorPage
	Kits []OperatorKit
	// Preview is the banner as it is now; empty where none is shown.
	Preview templ.SafeURL
	// Tall is how tall the kit makes the banner, in pixels: as wide as these pages
	// are, and as narrow as a phone.
	Tall [2]int
}

// OperatorKit is one way to embed the service.
type OperatorKit struct {
	Title, Lead string
	Parts       []OperatorPart
}

// OperatorPart is a piece to paste, and where.
type OperatorPart struct{ Place, Code string }

// TestPage is what can be told from names and settings alone.
type TestPage struct {
	OperatorPage
	Portals  []TestPortal
	Findings []TestFinding
	// FindingsLang is the language that they are said in.
	FindingsLang string
}

// TestPortal is what a choice can do on a portal.
type TestPortal struct {
	Origin                                 string
	SameSite, Encrypted, Readable, Verdict string
	Works                                  bool
}

// TestFinding is what the check of charter and settings found.
type TestFinding struct{ Level, Rule, Where, Problem, Fix string }
