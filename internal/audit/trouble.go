package audit

import "slices"

// Trouble is a problem that prevented a page or a state from being fully observed, or
// unusual behaviour of a page. JSON contains the id, which never changes; the texts
// are in package views.
type Trouble struct {
	// ID is one of [TroubleIDs], or of a later version of this program.
	ID string `json:"id"`
	// Count is the number of windows, dialogs, downloads, seconds ([Late]) or megabytes
	// ([TooLarge]) in the text.
	Count int `json:"count,omitempty"`
	// Detail is an untranslated detail: an address, a selector, or a code or message of
	// the browser.
	Detail string `json:"detail,omitempty"`
}

// The troubles of pages.
const (
	Robots       = "robots"        // robots.txt excludes it, so it was not opened
	NotOpened    = "not-opened"    // Detail: the reason given by the browser
	Redirects    = "redirects"     // an endless chain of redirects
	Download     = "download"      // the address is a download, which was refused
	Late         = "late"          // Count: the timeout in seconds
	TooLarge     = "too-large"     // Count: the limit in megabytes
	Crashed      = "crashed"       // the tab crashed
	BrowserEnded = "browser-ended" // the browser exited
	NoTab        = "no-tab"        // Detail: the reason given by the browser
	Status       = "status"        // Detail: the HTTP status, not 2xx
	NotHTML      = "not-html"      // Detail: the content type
	Blank        = "blank"         // the page displayed no text
	Unreadable   = "unreadable"    // its content could not be read
	Wall         = "wall"          // a waiting, maintenance or refusal page; Detail: how its text begins
	Login        = "login"         // Detail: the login page it redirected to
	Elsewhere    = "elsewhere"     // Detail: the page on another host it redirected to
	Unmoved      = "unmoved"       // it could not be scrolled, or did not react to pointer and keyboard
	NoSitemap    = "no-sitemap"    // Detail: what is wrong with the sitemap
	Windows      = "windows"       // Count: windows opened, and closed
	Dialogs      = "dialogs"       // Count: dialogs shown, and answered
	Downloads    = "downloads"     // Count: downloads started, and refused
)

// The troubles of states.
const (
	CutShort        = "cut-short"         // aborted by the operator or a time limit; pages too
	NoBrowser       = "no-browser"        // Detail: the reason why it did not start
	BrowserEnds     = "browser-ends"      // the browser exited repeatedly
	NoBanner        = "no-banner"         // no banner of Charte on the portal
	NothingToChoose = "nothing-to-choose" // Detail: the charter, which asks for no consent
	NothingToObject = "nothing-to-object" // Detail: the charter page, which offers no objection
	NoChoiceKept    = "no-choice-kept"    // Detail: the page where the choice was made; no cookie stored it
	ChoicePage      = "choice-page"       // Detail: the page with the choice, which did not load
	AfterChoice     = "after-choice"      // Detail: the page of the choice; the next trouble describes what happened
	NoControl       = "no-control"        // Detail: the flag without a selector
	NoMatch         = "no-match"          // Detail: the selector
)

// TroubleIDs returns the ids of all troubles.
func TroubleIDs() []string {
	return slices.Concat(
		[]string{Robots, NotOpened, Redirects, Download, Late, TooLarge, Crashed, BrowserEnded, NoTab, Windows, Dialogs, Downloads},
		[]string{Status, NotHTML, Blank, Unreadable, Wall, Login, Elsewhere, Unmoved, NoSitemap},
		[]string{CutShort, NoBrowser, BrowserEnds, NoBanner, NothingToChoose, NothingToObject, NoChoiceKept, ChoicePage, AfterChoice, NoControl, NoMatch},
	)
}
