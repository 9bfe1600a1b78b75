package views

import (
	"github.com/a-h/templ"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/i18n"
)

// Site is the part of every page that does not depend on the visitor: the service and
// its controller.
type Site struct {
	// Controller is responsible for the trackers; Platform is the portal's address.
	Controller, Platform string
	// Sites are the sites that the choice covers.
	Sites []charter.Site
	// Stylesheet is the address of the pages' style sheet. BannerCSS and HandleCSS
	// are the style sheets inlined in the frames.
	Stylesheet, BannerCSS, HandleCSS string
	// PartCSS is the address of the style sheet in the fragment of kit 4.
	PartCSS string
	// Icon is the address of the page icon.
	Icon string
	// LegalNotice is an address; empty: no link.
	LegalNotice string
	// Accessibility is "totalement", "partiellement" or "non". Covered is true if the
	// portal's accessibility statement covers this service, which then has no state.
	Accessibility string
	Covered       bool
	// Logo is set on the charter page only; nil: the controller's name is shown.
	Logo *Logo
}

// Logo is the operator's logo.
type Logo struct{ Address, Alt string }

// Page is one page in one language.
type Page struct {
	Site
	Words *i18n.Words
	// TitlePrefix precedes the title in <title>: "" or "Choix enregistré – ".
	TitlePrefix string
	// Languages is the language switch, with the current language; empty: no switch.
	Languages []LanguageLink
	// Statement is the address of the accessibility statement.
	Statement templ.SafeURL
}

// LanguageLink leads to the same page in another language.
type LanguageLink struct {
	Code, Name string
	Address    templ.SafeURL
	Current    bool
}

// Form is the form of a choice, on the banner or on the charter page.
type Form struct {
	// Action is the form's target, with the return address. Surface and Text are the
	// values of its hidden fields.
	Action   templ.SafeURL
	Surface  consent.Surface
	Text     string
	Purposes []FormPurpose
	// NoticeOnly is notice mode: one button "J'ai compris" (decision seen).
	NoticeOnly bool
	// GPC reports whether the browser sends Sec-GPC and the visitor has not chosen.
	// The form explains that the signal counts as a refusal.
	GPC bool
	// Without lists what the portal lacks where these purposes are refused; empty if
	// nothing is known to be missing.
	Without []string
	// Added lists the reasons for asking again: the purposes, providers and trackers
	// added since the visitor chose.
	Added []string
}

// FormPurpose is one purpose in the form.
type FormPurpose struct {
	ID, Title, Description string
	Trackers               []charter.Tracker
	NoneToday              bool
	// Providers is a sentence that names the providers; empty where the purpose's table does.
	Providers string
	// Checked is the stored choice, or the one just sent; never a suggestion.
	Checked bool
}

// Current is the choice that holds now.
type Current struct {
	Outcome Outcome
	// Granted and Refused are short titles of purposes.
	Granted, Refused []string
	// Since and Until are dates in the page's language.
	Since, Until string
	// Receipt is the address of the receipt; empty where nothing was granted.
	Receipt templ.SafeURL
}

// Outcome sums up a choice in one word.
type Outcome string

// The outcomes. Signal: Sec-GPC without a choice. Nothing: no purpose of the charter
// needs consent, and no banner asks.
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
	// ShowForm is false if there is nothing to choose (nothing_to_ask: none).
	ShowForm bool
	// Current is nil before the first choice.
	Current *Current
	// Effective is the charter's date in the page's language. Version is the start of
	// the text version. Both are at the foot.
	Effective, Version string
	// WayBack is the link to the portal above the title; may be empty.
	WayBack templ.Component
	// Status is the notice after a POST; may be empty.
	Status templ.Component
	// Self is the address of this page without its query, for links to the form's
	// anchors.
	Self templ.SafeURL
	// Exempt lists the purposes that need no consent and to which one cannot object.
	Exempt []FormPurpose
	// Objects describes the purposes to which visitors can object; nil: none.
	Objects *Objections
}

// Objections are the exempt purposes to which visitors can object, one button each.
type Objections struct {
	// Action is the target of the forms.
	Action templ.SafeURL
	// Purposes is never empty.
	Purposes []ObjectionPurpose
	// Signal reports whether the browser sends a signal that counts as an objection,
	// and the visitor has not acted.
	Signal bool
	// Since and Until are dates of the objections in the page's language.
	Since, Until string
	// Asks reports whether the page also asks for a choice, RefusalObjects whether a
	// refusal of everything then objects too.
	Asks, RefusalObjects bool
}

// ObjectionPurpose is one purpose to which visitors can object.
type ObjectionPurpose struct {
	ID, Title, Description string
	// Assessment is the address of the tool's self-assessment; empty: no link.
	Assessment templ.SafeURL
	Objected   bool
}

// BannerPage is the banner's frame while it asks.
type BannerPage struct {
	Page
	Form Form
	// Choose and List lead, out of the frame, to the form and to the list of cookies
	// on the charter page.
	Choose, List templ.SafeURL
	// Objects describes the purposes to which visitors can object, without what holds;
	// nil: none. Object leads to them on the charter page.
	Objects *Objections
	Object  templ.SafeURL
	// Status is the notice after a POST that failed.
	Status templ.Component
	// Handle is shown instead of the banner where the frame has the handle's size.
	Handle Handle
	// Part reports whether the banner is a part of the portal's page.
	Part bool
}

// PartAfterPage is the fragment in the portal's page after a choice.
type PartAfterPage struct {
	Page
	Handle Handle
	// ShowHandle is false with --handle off. Recorded reports whether a choice is held.
	ShowHandle, Recorded bool
}

// SummaryPage is a frame without a kit after the choice: one line.
type SummaryPage struct {
	Page
	Current Current
	Change  templ.SafeURL
	Handle  Handle
}

// HandlePage is a kit's frame after the choice.
type HandlePage struct {
	Page
	Handle Handle
}

// Handle is the small link in the portal's corner after the choice.
type Handle struct {
	Outcome Outcome
	Change  templ.SafeURL
}

// Barrier is why a choice made in a frame would not be stored. Its value is the id of
// the text that explains it.
type Barrier string

// The barriers: a frame on another site, on a page of a portal that is not listed,
// and on a portal's page that was opened over http.
const (
	NoBarrier      Barrier = ""
	ForeignSite    Barrier = "foreign"
	UnlistedPortal Barrier = "unlisted"
	PlainPortal    Barrier = "plain_portal"
)

// ForeignPage is the frame that explains why no choice can be stored from it.
type ForeignPage struct {
	Page
	Why     Barrier
	Charter templ.SafeURL
}

// ErrorPage explains an error and links to the charter.
type ErrorPage struct {
	Page
	// Status is the HTTP status. Name is the key of the texts error_{name}_title and
	// error_{name}_text.
	Status  int
	Name    string
	Charter templ.SafeURL
}

// StatusNotice is the notice after a POST: role="alert" for a problem, else
// role="status".
type StatusNotice struct {
	Words *i18n.Words
	// Problem is the id of a text problem_…; empty: the choice was stored.
	Problem string
	// Ended names the cookies that a withdrawal has just expired, Left those that
	// this service cannot reach.
	Ended, Left []string
	// Kept reports whether the browser sent the choice back. Contradicted explains
	// why not: it sent another cookie named CookieName as well.
	Kept, Contradicted bool
	CookieName         string
	Current            Current
	// Objection is object or allow if that was the decision, and Acted the titles of its
	// purposes; else it is empty. Objected are the objections that hold; nil: none.
	Objection consent.Decision
	Acted     []string
	Objected  *Objections
	// Back is the portal's page that the visitor came from; empty: no link.
	Back templ.SafeURL
}

// ReceiptPage shows the records of one receipt.
type ReceiptPage struct {
	Page
	// ID is empty if this browser has no receipt, or an unknown one.
	ID string
	// Contact is the address to write to about the receipt; empty: the charter has it.
	Contact string
	// Rows are the records that name the receipt, in order.
	Rows    []ReceiptRow
	Charter templ.SafeURL
}

// ReceiptRow is one record.
type ReceiptRow struct {
	Date, Decision   string // in the page's language; Decision is accept, refuse, custom
	Granted, Refused []string
	Text             string // text version; empty: the decision cited none
	Ended            bool   // this record ended the receipt
}

// AccessibilityPage is the accessibility statement that French law requires of a
// public body. Original is the language of its texts.
type AccessibilityPage struct {
	Page
	Declared charter.Statement
	// Translated has the texts in the page's language, as far as they are translated.
	Translated charter.StatementTexts
	Original   string
	Contact    string // empty: missing
	Charter    templ.SafeURL
}
