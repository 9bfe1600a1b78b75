package audit

import (
	"encoding/json"
	"math"
	"slices"
	"time"

	"charte/internal/consent"
)

// State is the choice of the visitor, or the signal of the browser, with which the
// portal is observed. Each state uses a fresh browser profile.
type State string

// The states.
const (
	Undecided State = "undecided" // no choice yet
	GPC       State = "gpc"       // no choice, and the browser sends Sec-GPC: 1
	Refused   State = "refused"   // everything refused on the banner
	Objected  State = "objected"  // no choice, and an objection to each exempt purpose that offers it
	Accepted  State = "accepted"  // everything accepted on the banner
	Withdrawn State = "withdrawn" // accepted, looked around, then refused
)

// States returns all states in the order of observation.
func States() []State { return []State{Undecided, GPC, Refused, Objected, Accepted, Withdrawn} }

// StatesFor returns the states that exist on a portal with these purposes: without an
// objection, there is nothing to object to.
func StatesFor(purposes []consent.Purpose) []State {
	if slices.ContainsFunc(purposes, func(p consent.Purpose) bool { return p.Objection }) {
		return States()
	}
	return slices.DeleteFunc(States(), func(s State) bool { return s == Objected })
}

// Span is a duration; in JSON, seconds rounded to the millisecond.
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

// Observations hold what was seen of a portal in all states.
//
// Addresses have no fragment and no values in their query, because a value can
// identify a person: "https://data.example.fr/explore/?q=" contains the key only.
type Observations struct {
	// Target are the addresses that the operator named.
	Target []string `json:"target"`
	// Started is the time of the first request, in UTC; Duration is that of the whole
	// audit.
	Started  time.Time `json:"started"`
	Duration Span      `json:"duration"`
	// Browser is the name and version of the browser, Program those of Charte.
	Browser string `json:"browser"`
	Program string `json:"program"`
	// Complete is false if the audit was aborted: by the operator, by a limit, or
	// because the browser could not be restarted.
	Complete bool `json:"complete"`
	// Settle is the minimum time for which each page was observed after it had loaded;
	// 0 in reports of earlier versions.
	Settle Span `json:"settle,omitempty"`
	// Beyond is the number of pages found but not opened because of the limit.
	Beyond int `json:"beyond,omitempty"`
	// Visits are the observed states, in the order of [States].
	Visits []Visit `json:"visits"`
	// Lookups are the hosts of the portal's own domain: those of Target, then the others
	// that were contacted. There is none in reports of earlier versions, and for an IP
	// address.
	Lookups []Lookup `json:"lookups,omitempty"`
}

// Visit holds what was seen in one state.
type Visit struct {
	State State `json:"state"`
	// Troubles are the reasons why the state could not be observed, or not completely.
	Troubles []Trouble `json:"troubles,omitempty"`
	Pages    []Page    `json:"pages"`
	Cookies  []Cookie  `json:"cookies"`
	Stored   []Stored  `json:"stored"`
	Requests []Request `json:"requests"`
}

// Page is one page that was visited.
type Page struct {
	Address string `json:"address"`
	// Status is the HTTP status; 0 without an answer or a request.
	Status int `json:"status"`
	// Text is the number of characters that the page displayed, at most [TextMax].
	Text int `json:"text,omitempty"`
	// Gestures are the simulated inputs: [Scroll], [Pointer], [Key].
	Gestures []string `json:"gestures,omitempty"`
	// Found is true for a page found through a link or a sitemap, false for one that
	// the operator named.
	Found bool `json:"found,omitempty"`
	// Wall is the time for which the page was open; 0 if it was not opened.
	Wall Span `json:"wall"`
	// Troubles are the problems of the page, or the reason why it was not opened
	// ([Robots]).
	Troubles []Trouble `json:"troubles,omitempty"`
}

// TextMax is the maximum of [Page.Text].
const TextMax = 10000

// The simulated inputs. Nothing is clicked.
const (
	Scroll  = "scroll"  // to its end and back
	Pointer = "pointer" // moved over it
	Key     = "key"     // Tab
)

// BrowserMax is how long browsers keep a cookie at most, whatever the site wrote
// (draft-ietf-httpbis-rfc6265bis, section 5.5).
const BrowserMax = 400 * 24 * time.Hour

// The values of [Cookie.SetBy].
const (
	ByHeader  = "header"  // Set-Cookie of a response
	ByScript  = "script"  // document.cookie, cookieStore
	ByUnknown = "unknown" // no header or script was seen to set it
)

// Cookie is a cookie that was set or replaced. A cookie, identified by name, domain
// and path, is listed once for each page on which it appeared or changed its
// attributes.
type Cookie struct {
	// Page is the page that was open.
	Page string `json:"page"`
	Name string `json:"name"`
	// Domain has no leading dot. If HostOnly is true, sub-domains do not receive it.
	Domain   string `json:"domain"`
	Path     string `json:"path"`
	HostOnly bool   `json:"host_only"`
	Secure   bool   `json:"secure"`
	HTTPOnly bool   `json:"http_only"`
	// SameSite is "Strict", "Lax", "None" or empty.
	SameSite string `json:"same_site,omitempty"`
	// Lifetime is the time from setting to expiry as the site wrote it; 0 for a session
	// cookie. Browsers keep no cookie longer than [BrowserMax].
	Lifetime Span `json:"lifetime"`
	// ThirdParty is true if its domain belongs to another site than the page.
	ThirdParty bool   `json:"third_party"`
	SetBy      string `json:"set_by"`
	// Request is the address of the response or script that set it; empty if unknown.
	Request string `json:"request,omitempty"`
	// AfterChoice is false if it was set before the state was reached, that is before
	// the choice or the withdrawal. It is always true in states without a choice.
	AfterChoice bool `json:"after_choice"`
}

// The kinds of [Stored].
const (
	LocalStorage   = "localStorage"
	SessionStorage = "sessionStorage"
	IndexedDB      = "indexedDB"
	CacheStorage   = "cache"
)

// Stored is data that a page stores in the browser without a cookie.
type Stored struct {
	Page   string `json:"page"`
	Origin string `json:"origin"`
	Kind   string `json:"kind"`
	// Name is the key in a storage, or the name of a database or cache.
	Name string `json:"name"`
	// AfterChoice as for [Cookie].
	AfterChoice bool `json:"after_choice"`
}

// Request is a request to another host than the page's, a request with cookies to the
// page's own host, or a pixel.
type Request struct {
	Page    string `json:"page"`
	Host    string `json:"host"`
	Address string `json:"address"`
	// Type is the kind of resource, as the browser names it: "image", "script",
	// "xhr", "document" …
	Type string `json:"type"`
	// Pixel is true if a request for an image or a beacon returned nothing, or an image
	// of at most two pixels a side.
	Pixel bool `json:"pixel"`
	// ThirdParty is true if Host belongs to another site than the page.
	ThirdParty bool `json:"third_party"`
	// Cookies are the names of the cookies that were sent.
	Cookies []string `json:"cookies,omitempty"`
	// AfterChoice as for [Cookie].
	AfterChoice bool `json:"after_choice"`
}
