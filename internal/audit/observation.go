package audit

import (
	"encoding/json"
	"math"
	"time"
)

// State is what a visitor has chosen, or lets the browser say, when the portal is
// looked at. Each state is looked at in a fresh profile.
type State string

// The states.
const (
	Undecided State = "undecided" // no choice yet
	GPC       State = "gpc"       // no choice, and the browser sends Sec-GPC: 1
	Refused   State = "refused"   // everything refused on the banner
	Accepted  State = "accepted"  // everything accepted on the banner
	Withdrawn State = "withdrawn" // accepted, looked around, then refused
)

// States returns all states in the order in which they are looked at.
func States() []State { return []State{Undecided, GPC, Refused, Accepted, Withdrawn} }

// Span is a length of time; JSON has it in seconds, to the millisecond.
type Span time.Duration

// MarshalJSON writes seconds.
func (s Span) MarshalJSON() ([]byte, error) {
	return json.Marshal(math.Round(time.Duration(s).Seconds()*1000) / 1000)
}

// UnmarshalJSON reads seconds.
func (s *Span) UnmarshalJSON(text []byte) error {
	var seconds float64
	if err := json.Unmarshal(text, &seconds); err != nil {
		return err
	}
	*s = Span(math.Round(seconds*1000) * float64(time.Millisecond))
	return nil
}

// Observations are what was seen of a portal in all states.
//
// Addresses in them have neither values in their query nor a fragment: a query's
// value can name a person. ("https://data.example.fr/explore/?q=" keeps the key.)
type Observations struct {
	// Target are the addresses that were asked for.
	Target []string `json:"target"`
	// Started is when the first page was asked for, in UTC; Duration is of the
	// whole look.
	Started  time.Time `json:"started"`
	Duration Span      `json:"duration"`
	// Browser is the name and version of the browser, Program those of Charte.
	Browser string `json:"browser"`
	Program string `json:"program"`
	// Complete is false where the look was cut short: by hand, by a limit, by a
	// browser that could not be started again.
	Complete bool `json:"complete"`
	// Settle is for how long each page was watched after it had loaded, at least;
	// 0 in a report of an earlier version.
	Settle Span `json:"settle,omitempty"`
	// Beyond is how many pages were found and not opened, because of the limit.
	Beyond int `json:"beyond,omitempty"`
	// Visits are the states that were looked at, in the order of [States].
	Visits []Visit `json:"visits"`
}

// Visit is what was seen in one state.
type Visit struct {
	State State `json:"state"`
	// Troubles say why the state could not be looked at, or not to its end; empty
	// where it was.
	Troubles []Trouble `json:"troubles,omitempty"`
	Pages    []Page    `json:"pages"`
	Cookies  []Cookie  `json:"cookies"`
	Stored   []Stored  `json:"stored"`
	Requests []Request `json:"requests"`
}

// Page is one page that was asked for.
type Page struct {
	Address string `json:"address"`
	// Status is the HTTP status; 0 where no answer came, or none was asked for.
	Status int `json:"status"`
	// Text is how many characters of text the page painted, up to [TextMax].
	Text int `json:"text,omitempty"`
	// Gestures are what was done on it: [Scroll], [Pointer], [Key].
	Gestures []string `json:"gestures,omitempty"`
	// Found is true for a page that a link or a sitemap led to, false for one that
	// was asked for.
	Found bool `json:"found,omitempty"`
	// Wall is how long the page was looked at; 0 where it was not opened.
	Wall Span `json:"wall"`
	// Troubles say what went wrong with it, or why it was left out ([Robots]).
	Troubles []Trouble `json:"troubles,omitempty"`
}

// TextMax is how many characters of a page's text are counted.
const TextMax = 10000

// What is done on a page. Nothing is clicked.
const (
	Scroll  = "scroll"  // to its end and back
	Pointer = "pointer" // moved over it
	Key     = "key"     // Tab
)

// Who set a cookie.
const (
	ByHeader  = "header"  // Set-Cookie of a response
	ByScript  = "script"  // document.cookie, cookieStore
	ByUnknown = "unknown" // it was there, and nothing showed who set it
)

// Cookie is a cookie that was set or replaced. The same one, by name, domain and
// path, is told once for each page on which it was first seen or changed its
// attributes.
type Cookie struct {
	// Page is the page that was being looked at.
	Page string `json:"page"`
	Name string `json:"name"`
	// Domain has no leading dot; HostOnly says that sub-domains do not get it.
	Domain   string `json:"domain"`
	Path     string `json:"path"`
	HostOnly bool   `json:"host_only"`
	Secure   bool   `json:"secure"`
	HTTPOnly bool   `json:"http_only"`
	// SameSite is "Strict", "Lax", "None" or empty.
	SameSite string `json:"same_site,omitempty"`
	// Lifetime is counted from when it was set; 0 for the session.
	Lifetime Span `json:"lifetime"`
	// ThirdParty says that its domain is of another site than the page's.
	ThirdParty bool   `json:"third_party"`
	SetBy      string `json:"set_by"`
	// Request is the address of the response or of the script that set it; empty
	// where it is not known.
	Request string `json:"request,omitempty"`
	// AfterChoice is false for what was set before the visit's state was reached:
	// on the way to the banner, or before the withdrawal. Always true where
	// nothing is chosen.
	AfterChoice bool `json:"after_choice"`
}

// The kinds of [Stored].
const (
	LocalStorage   = "localStorage"
	SessionStorage = "sessionStorage"
	IndexedDB      = "indexedDB"
	CacheStorage   = "cache"
)

// Stored is something that a page keeps in the browser without a cookie.
type Stored struct {
	Page   string `json:"page"`
	Origin string `json:"origin"`
	Kind   string `json:"kind"`
	// Name is the key in a storage, or the name of a database or cache.
	Name string `json:"name"`
	// AfterChoice as for [Cookie].
	AfterChoice bool `json:"after_choice"`
}

// Request is a request that went to another host than the page's, one that sent
// cookies to the page's own, or a pixel.
type Request struct {
	Page    string `json:"page"`
	Host    string `json:"host"`
	Address string `json:"address"`
	// Type is the kind of resource, as the browser names it: "image", "script",
	// "xhr", "document" …
	Type string `json:"type"`
	// Pixel says that an image of one or two pixels a side, or nothing at all, came
	// back where an image or a beacon was asked for.
	Pixel bool `json:"pixel"`
	// ThirdParty says that Host is of another site than the page.
	ThirdParty bool `json:"third_party"`
	// Cookies are the names of the cookies that were sent.
	Cookies []string `json:"cookies,omitempty"`
	// AfterChoice as for [Cookie].
	AfterChoice bool `json:"after_choice"`
}
