package check

import (
	"net/netip"
	"net/url"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/message"
)

// Input is everything that serve would read. What could not be read is nil, and
// the rules about it find nothing; why it could not be read stands in Stops.
type Input struct {
	// Stops are the errors that keep serve from starting, joined ones too.
	Stops []error
	// Shipped reports that no content folder is named, so that the built-in charter
	// would be served.
	Shipped bool
	// Charter is the charter in all languages.
	Charter *charter.Charter
	// Files are the charters and texts as written, for what is said in them.
	Files []File
	// Texts are the ids of the interface's texts by language, Lacks those of them
	// that the operator's file leaves to the built-in one; BuiltIn are those that
	// the program uses.
	Texts, Lacks map[string][]string
	BuiltIn      []string
	// Model is the built-in file of the original language's texts.
	Model File
	// Shown names what banner and handle show, text and theme; empty where they
	// cannot be shown. Measured is what they showed when their sizes were measured
	// last, on MeasuredOn; empty: never.
	Shown, Measured, MeasuredOn string
	// BuiltInShown and BuiltInHeights are those of the built-in charter.
	BuiltInShown   string
	BuiltInHeights []charter.Height
	// Settings are the flags.
	Settings *Settings
	// Unused describes the variables and lines of settings that change nothing,
	// Elsewhere the settings that the service has and this command has not.
	Unused, Elsewhere []message.Text
	// Running is the service that was asked, if any.
	Running *Running
}

// File is a text with its name, relative to the content folder.
type File struct{ Name, Text string }

// Settings are the flags that rules look at.
type Settings struct {
	// Listen is the address listened on, as written.
	Listen  string
	Base    *url.URL
	Portals []string // origins
	// CookieName and CookieDomain are the choice's, Receipt is the receipt's name.
	CookieName, CookieDomain, Receipt string
	// Handle says whether a handle stays after a choice.
	Handle bool
	// RateLimited says whether choices are limited by address and time.
	RateLimited    bool
	TrustedProxies []netip.Prefix
	// SpoolAnywhere says that refusals wait in whatever folder the program is started
	// in: nobody named one.
	SpoolAnywhere bool
	// Retention is for how many months records are kept; 0: for ever.
	Retention int
}

// place is where something is said of a tracker or a purpose, in one language.
type place struct {
	language string
	purpose  consent.Purpose
	text     charter.PurposeText
}

func (p place) at(line int, problem message.Text) Finding {
	return Finding{File: charter.File(p.language), Line: line, Problem: problem}
}

// places goes through all purposes in all languages.
func (in *Input) places() []place {
	if in.Charter == nil {
		return nil
	}
	var all []place
	for _, language := range in.Charter.Languages {
		for i, text := range in.Charter.In(language).Purposes {
			all = append(all, place{language, in.Charter.Purposes[i], text})
		}
	}
	return all
}

// front is a finding about a key of the front matter.
func (in *Input) front(key string, problem message.Text) []Finding {
	return []Finding{{File: charter.File(in.Charter.Languages[0]), Line: in.Charter.Line(key), Problem: problem}}
}

// setting is a finding about a flag.
func setting(problem message.Text) []Finding { return []Finding{{Problem: problem}} }
