package views

import (
	"github.com/a-h/templ"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/i18n"
)

// Site is what every page says about the service and its controller, and does
// not depend on the visitor.
type Site struct {
	// Controller is who answers for the trackers; Platform the portal's address.
	Controller, Platform string
	// Sites are the sites that the choice covers.
	Sites []charter.Site
	// Stylesheet is the address of the pages' CSS; BannerCSS and HandleCSS are the
	// texts of the frames' own, which stand in their pages.
	Stylesheet, BannerCSS, HandleCSS string
	// Icon is the address of the page icon.
	Icon string
	// LegalNotice is an address, or empty: no link.
	LegalNotice string
	// Accessibility is "totalement", "partiellement" or "non".
	Accessibility string
	// Logo is set on the charter page alone; nil: the controller's name instead.
	Logo *Logo
}

// Logo is the operator's logo, shown on the charter page.
type Logo struct{ Address, Alt string }

// Page is one page in one language.
type Page struct {
	Site
	Words *i18n.Words
	// TitlePrefix goes before the title in <title>: "" or "Choix enregistré – ".
	TitlePrefix string
	// Languages is the switch, the current one included; empty: no switch.
	Languages []LanguageLink
}

// LanguageLink leads to the same page in another language.
type LanguageLink struct {
	Code, Name string
	Address    templ.SafeURL
	Current    bool
}

// Form is where a choice is made, on the banner or on the charter page.
type Form struct {
	// Action is where the form posts; Surface, Text and Return are the values of
	// its hidden fields.
	Action       templ.SafeURL
	Surface      consent.Surface
	Text, Return string
	Purposes     []FormPurpose
	// NoticeOnly is notice mode: one button "J'ai compris" (decision seen).
	NoticeOnly bool
	// GPC says that the browser asks not to be tracked and nothing was chosen
	// yet: the form says that this counts as a refusal.
	GPC bool
	// Without names what is missing from the portal where these purposes are
	// refused; empty if nothing is known to be.
	Without []string
	// Added names what came into the list since the visitor chose (purpose
	// titles, providers, trackers): the reason for asking again.
	Added []string
}

// FormPurpose is one line of the form.
type FormPurpose struct {
	ID, Title, Description string
	Trackers               []charter.Tracker
	NoneToday              bool
	// Checked is the stored choice, or what the visitor has just sent; never a
	// suggestion.
	Checked bool
}

// Current is the choice that holds now.
type Current struct {
	Outcome Outcome
	// Granted and Refused are purposes' short titles.
	Granted, Refused []string
	// Since and Until are dates in the page's language.
	Since, Until string
	// Receipt is the address of the receipt; empty where nothing was granted.
	Receipt templ.SafeURL
}

// Outcome sums a choice up in one word.
type Outcome string

// The outcomes. Signal is Sec-GPC without a choice; Nothing is a charter in
// which nothing needs consent and no banner asks.
const (
	Accepted Outcome = "accepted"
	Refused  Outcome = "refused"
	Partial  Outcome = "partial"
	Seen     Outcome = "seen"
	Signal   Outcome = "signal"
	Nothing  Outcome = "nothing"
)

// CharterPage is the charter with its form.
type CharterPage struct {
	Page
	Charter *charter.Translation
	Form    Form
	// ShowForm is false where nothing is to be chosen (nothing_to_ask: none).
	ShowForm bool
	// Current is nil while nothing was chosen.
	Current *Current
	// Effective is the charter's date in the page's language; Version the start
	// of the text version, for print.
	Effective, Version string
	// Status is the notice of what has just been done or gone wrong; may be empty.
	Status templ.Component
	// Self is the address of this page without a query, for the form's anchors.
	Self templ.SafeURL
	// Exempt are the purposes for which no consent is asked.
	Exempt []string
}

// BannerPage is the framed banner while it asks.
type BannerPage struct {
	Page
	Form Form
	// Choose leads, out of the frame, to the form on the charter page.
	Choose templ.SafeURL
	// Status is as in CharterPage: the banner can be shown again after an error.
	Status templ.Component
	// Handle is shown instead where the frame has the handle's size.
	Handle Handle
}

// SummaryPage is the plain frame once nothing is to be asked: one line.
type SummaryPage struct {
	Page
	Current Current
	Change  templ.SafeURL
	Handle  Handle
}

// HandlePage is the kit's frame once nothing is to be asked.
type HandlePage struct {
	Page
	Handle Handle
}

// Handle is the small link that stays in the portal's corner.
type Handle struct {
	Outcome Outcome
	Change  templ.SafeURL
}

// Barrier is why a choice made in a frame would not be stored; its value is the id
// of the text that explains it.
type Barrier string

// The barriers: a frame of another site, a page of a portal that is not listed,
// a portal's page that was opened without encryption.
const (
	NoBarrier      Barrier = ""
	ForeignSite    Barrier = "foreign"
	UnlistedPortal Barrier = "unlisted"
	PlainPortal    Barrier = "plain_portal"
)

// ForeignPage is shown in a frame where no choice could be kept, and says why.
type ForeignPage struct {
	Page
	Why     Barrier
	Charter templ.SafeURL
}

// ErrorPage tells what went wrong and where to go from here.
type ErrorPage struct {
	Page
	// Status is the HTTP status; Name the key of the texts error_{name}_title and
	// error_{name}_text.
	Status  int
	Name    string
	Charter templ.SafeURL
}

// StatusNotice is what stands in role="status" (or role="alert" for a problem)
// after a POST.
type StatusNotice struct {
	Words *i18n.Words
	// Problem is the key of a text problem_…; empty: the choice was stored.
	Problem string
	// ProblemData fills the places of the problem's text (Field).
	ProblemData i18n.Data
	// Ended names the cookies that a withdrawal has just expired, Left those that
	// are out of reach of this service.
	Ended, Left []string
	// Kept reports whether the browser brought the choice back. Contradicted explains
	// why not: it brought another cookie named CookieName.
	Kept, Contradicted bool
	CookieName         string
	Current            Current
	// Back is the page that the visitor came from; empty: no link.
	Back templ.SafeURL
}

// ReceiptPage is what is recorded for one receipt.
type ReceiptPage struct {
	Page
	// ID is empty where this browser has no receipt, or it is unknown.
	ID string
	// Rows are the records that name the receipt, in order.
	Rows    []ReceiptRow
	Charter templ.SafeURL
}

// ReceiptRow is one record.
type ReceiptRow struct {
	Date, Decision   string // in the page's language; Decision is accept, refuse, custom
	Granted, Refused []string
	Text             string // text version; empty: none was cited
	Ended            bool   // this record ended the receipt
}

// AccessibilityPage is the statement that French law asks of a public body.
type AccessibilityPage struct {
	Page
	Contact string // empty: not shown
	Charter templ.SafeURL
}
