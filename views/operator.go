package views

import (
	"github.com/a-h/templ"

	"charte/internal/i18n"
	"charte/internal/textdiff"
)

// OperatorPage is the part that all operator's pages share, in one language.
type OperatorPage struct {
	Words            *i18n.Words
	Controller       string
	Stylesheet, Icon string
	// Name is the key of the page's title without operator_.
	Name      string
	Languages []LanguageLink
	Nav       []OperatorLink
	// Faults are the faults of the content folder, one a line, while an earlier
	// content is served.
	Faults []string
	// Served are the faults of the content that is served; ServedLead counts them.
	Served     []TestFinding
	ServedLead string
	// FaultsLang is the language of both, which may differ from the page's.
	FaultsLang string
	// Registry are the reasons why no choice can be recorded at the moment.
	Registry []string
}

// OperatorLink leads to another page, or to another view of the same page.
type OperatorLink struct {
	Name    string
	Address templ.SafeURL
	Current bool
}

// OperatorFact is a name and its value.
type OperatorFact struct {
	Name, Value string
	// Code reports whether the value is a hash or an identifier, shown as <code>.
	Code bool
}

// OverviewPage shows the figures of a period.
type OverviewPage struct {
	OperatorPage
	Periods []OperatorLink
	Lead    string
	Facts   []OperatorFact
	Figures []Figure
}

// VersionsPage lists the scopes and text versions over time.
type VersionsPage struct {
	OperatorPage
	Changes []VersionChange
	Counts  Figure
	Texts   []VersionText
}

// VersionChange is a change of the scope.
type VersionChange struct {
	Since, ID      string
	Added, Removed []string
	Again          bool
}

// VersionText is one surface in one language, with its text versions, newest first.
type VersionText struct {
	Title string
	Rows  []VersionRow
}

// VersionRow is a text version that was in force, or none if Version is empty. Before,
// the address of the comparison with the previous one, is empty for the first.
type VersionRow struct {
	Since, Version  string
	Address, Before templ.SafeURL
}

// DifferencePage shows the differences between two text versions.
type DifferencePage struct {
	OperatorPage
	Lead   string
	Pieces []textdiff.Piece
	Back   templ.SafeURL
}

// TextPage shows a text version in a sandboxed frame.
type TextPage struct {
	OperatorPage
	Facts []OperatorFact
	Frame templ.SafeURL
	Back  templ.SafeURL
}

// HealthPage shows the state of the registry and of the content.
type HealthPage struct {
	OperatorPage
	// Problems are the faults of the registry. Verdict describes what was verified
	// without a fault; empty if the chain is broken.
	Problems []string
	Verdict  string
	Facts    []OperatorFact
	Content  []OperatorFact
	// Strangers warns that visitors bring choices of another charter; empty: none
	// did.
	Strangers string
	// Dossier is the address that makes a dossier; empty: not available on this
	// listener. Pictures describes whether it has pictures of the texts. Command creates
	// one that has; empty: not needed.
	Dossier           templ.SafeURL
	Pictures, Command string
}

// KitsPage shows the kits to paste.
type KitsPage struct {
	OperatorPage
	Kits []OperatorKit
	// Previews shows the current banner; empty if no banner is shown.
	Previews []OperatorPreview
	// Tall is the banner's height in pixels according to the kit: first at the width
	// of these pages, then at a phone's.
	Tall [2]int
}

// OperatorPreview is the banner of a kit: its address, and the text that names it, with
// which those of its explanation and of its narrow frame begin.
type OperatorPreview struct {
	ID      string
	Address templ.SafeURL
}

// OperatorKit is one kit.
type OperatorKit struct {
	Title, Lead string
	Parts       []OperatorPart
}

// OperatorPart is a piece to paste, and the place for it.
type OperatorPart struct{ Place, Code string }

// TestPage shows what follows from names and settings, and which headers arrive, without
// a request to a portal.
type TestPage struct {
	OperatorPage
	Portals  []TestPortal
	Findings []TestFinding
	// FindingsLang is the language of the findings.
	FindingsLang string
}

// DraftPage shows a content before it is published.
type DraftPage struct {
	OperatorPage
	// Charters leads to the draft in each language of the charter.
	Charters []OperatorLink
	// Compared describes the running service that the draft is compared with; nil if no
	// service was named.
	Compared *DraftComparison
	// Summary counts the findings; FindingsLang is their language.
	Summary, FindingsLang string
	Findings              []TestFinding
	// Windows are the previews, one for each width of a window.
	Windows []DraftWindow
}

// DraftComparison shows what a draft changes in a running service.
type DraftComparison struct {
	// Service is the address of the running service.
	Service string
	// Unseen is why the service could not be read, in SentenceLang; if it is not empty,
	// the fields after SentenceLang are.
	Unseen, SentenceLang string
	// Sentence describes who is asked again because of which line; Added lists the
	// lines that ask somebody again.
	Sentence string
	Added    []string
	// UnseenText is why the running charter's text could not be read in this language.
	UnseenText string
	// Pieces are the differences between the two charters' texts; empty if there are none.
	Pieces []textdiff.Piece
	// SameBanner reports whether both banners are the same. If not, BannerPieces are the
	// differences, or UnseenBanner is why they could not be read, in SentenceLang; both are
	// empty if only one has a banner.
	SameBanner   bool
	UnseenBanner string
	BannerPieces []textdiff.Piece
}

// DraftWindow is a window of a width in CSS pixels with the parts of the draft in it.
type DraftWindow struct {
	Width, Height string
	// Banner and its height; empty if the charter asks nothing.
	Banner       templ.SafeURL
	BannerHeight string
	// Handle and the size of its frame; empty with --handle off.
	Handle                    templ.SafeURL
	HandleWidth, HandleHeight string
	Charter                   templ.SafeURL
}

// TestPortal reports what a choice can do on one portal.
type TestPortal struct {
	Origin                                 string
	SameSite, Encrypted, Readable, Verdict string
	Works                                  bool
}

// TestFinding is a finding of the check of charter and settings.
type TestFinding struct{ Level, Rule, Where, Problem, Fix string }

// draftHeight is the height of the windows that show the draft's charter, in CSS pixels, as
// in static/operator.css.
const draftHeight = "640"

// draftTitle names a part of the draft in a window.
func draftTitle(words *i18n.Words, part string, w DraftWindow) string {
	return words.Say("operator_draft_window", i18n.Data{"Part": words.Say(part), "Width": w.Width})
}
