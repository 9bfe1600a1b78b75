package audit

import "slices"

// Trouble is something that kept a page or a state from being seen to its end, or
// that a page did and others do not. JSON has the id, which does not change; views
// has the words.
type Trouble struct {
	// ID is one of [TroubleIDs], or of a later version of this program.
	ID string `json:"id"`
	// Count is how many, where the words tell: windows, dialogs, downloads, seconds
	// (of [Late]), megabytes (of [TooLarge]).
	Count int `json:"count,omitempty"`
	// Detail is what it is about, in nobody's language: an address, a selector,
	// the code or message of the browser.
	Detail string `json:"detail,omitempty"`
}

// What happens to pages.
const (
	Robots       = "robots"        // robots.txt asks for it not to be opened, and it was not
	NotOpened    = "not-opened"    // Detail: why, by the browser
	Redirects    = "redirects"     // without end
	Download     = "download"      // it is one, and was refused
	Late         = "late"          // Count: seconds after which it was left
	TooLarge     = "too-large"     // Count: megabytes after which it was stopped
	Crashed      = "crashed"       // the tab
	BrowserEnded = "browser-ended" // the whole browser
	NoTab        = "no-tab"        // Detail: why, by the browser
	Status       = "status"        // Detail: the HTTP status, which is not one of success
	NotHTML      = "not-html"      // Detail: the content type
	Blank        = "blank"         // it painted no text
	Unreadable   = "unreadable"    // its content could not be read
	Wall         = "wall"          // a waiting, maintenance or refusal page; Detail: how its text begins
	Login        = "login"         // Detail: the login page that it led to
	Elsewhere    = "elsewhere"     // Detail: the page on another host that it led to
	Unmoved      = "unmoved"       // it could not be scrolled, or took no pointer and no key
	NoSitemap    = "no-sitemap"    // Detail: what is wrong with the sitemap
	Windows      = "windows"       // Count: opened, and closed
	Dialogs      = "dialogs"       // Count: shown, and answered
	Downloads    = "downloads"     // Count: started, and refused
)

// What happens to states.
const (
	CutShort        = "cut-short"         // by hand, or by a limit of time; of pages too
	NoBrowser       = "no-browser"        // Detail: why it did not start
	BrowserEnds     = "browser-ends"      // again and again
	NoBanner        = "no-banner"         // of Charte, on the portal
	NothingToChoose = "nothing-to-choose" // Detail: the charter that asks for nothing
	NoChoiceKept    = "no-choice-kept"    // Detail: where the choice was made, without a cookie
	ChoicePage      = "choice-page"       // Detail: the page to choose on, which did not load
	AfterChoice     = "after-choice"      // Detail: where it was made; what then happened follows
	NoControl       = "no-control"        // Detail: the flag that names none
	NoMatch         = "no-match"          // Detail: the selector
)

// TroubleIDs returns the ids of all troubles.
func TroubleIDs() []string {
	return slices.Concat(
		[]string{Robots, NotOpened, Redirects, Download, Late, TooLarge, Crashed, BrowserEnded, NoTab, Windows, Dialogs, Downloads},
		[]string{Status, NotHTML, Blank, Unreadable, Wall, Login, Elsewhere, Unmoved, NoSitemap},
		[]string{CutShort, NoBrowser, BrowserEnds, NoBanner, NothingToChoose, NoChoiceKept, ChoicePage, AfterChoice, NoControl, NoMatch},
	)
}
